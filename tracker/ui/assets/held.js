// A list that is drawn anew under a finger would lose the tap, or give it to another record: it
// waits until the finger is up and its tap has arrived.
const TAPPED = 400; // milliseconds from the finger's rising to the tap

function whenFree(root, draw) {
  if (root.fingers === undefined) {
    root.fingers = 0;
    root.addEventListener("pointerdown", ({ pointerId }) => {
      root.fingers += 1;
      const up = (event) => {
        if (event.pointerId !== pointerId) return;
        removeEventListener("pointerup", up, true);
        removeEventListener("pointercancel", up, true);
        setTimeout(() => {
          root.fingers -= 1;
          if (root.fingers === 0) root.waiting?.();
        }, TAPPED);
      };
      addEventListener("pointerup", up, true);
      addEventListener("pointercancel", up, true);
    });
  }
  root.waiting = () => {
    root.waiting = undefined;
    draw();
  };
  if (root.fingers === 0) root.waiting();
}

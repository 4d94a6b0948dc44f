// A press must not overtake what was typed just before it. A field outside of a form tells the
// server a moment later what was typed; were the press there first, and its save had left for
// another page by then, the late word would redraw the page that was left, and leave it empty.
// So the press waits. And the second half of a double click on Save is no press of its own.
(() => {
  "use strict";
  const TOLD = 400; // milliseconds after which the server has been told what was typed
  const SAVE = '[data-testid="stFormSubmitButton"]';
  const waiting = new WeakSet();
  let typed = -Infinity;

  document.addEventListener(
    "input",
    ({ target }) => {
      if (target instanceof Element && !target.closest('[data-testid="stForm"]')) {
        typed = performance.now();
      }
    },
    true,
  );

  document.addEventListener(
    "click",
    (event) => {
      const pressed = event.composedPath().find((each) => each instanceof Element && each.matches("button, a[href]"));
      const isSave = pressed?.closest(SAVE) != null;
      if (!pressed || !(isSave || event.target.closest('[role="dialog"]'))) return;
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;

      const wait = typed + TOLD - performance.now();
      const isSame = waiting.has(pressed) || (isSave && event.detail > 1);
      if (wait <= 0 && !isSame) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (isSame) return;
      waiting.add(pressed);
      setTimeout(() => {
        waiting.delete(pressed);
        pressed.click();
      }, wait);
    },
    true,
  );
})();

// Who opens the search wants to type at once; Streamlit gives a new dialog the focus, not its field.
// And Enter opens what is found first, once what was typed has been answered.
(() => {
  "use strict";
  const FIELD = '[role="dialog"] [class*="st-key-search-"] input';
  let known = null;

  new MutationObserver(() => {
    const field = document.querySelector(FIELD);
    if (field && field !== known) setTimeout(() => field.focus());
    known = field;
  }).observe(document, { childList: true, subtree: true });

  const ANSWERED = 500; // milliseconds after the last letter, when the server has begun to answer
  const AGAIN = 100;
  let typed = 0;
  document.addEventListener("input", ({ target }) => {
    if (target.matches(FIELD)) typed = performance.now();
  });
  document.addEventListener("keydown", ({ target, key }) => {
    if (key === "Enter" && target instanceof Element && target.matches(FIELD)) open(target, 50);
  });

  const open = (field, times) => {
    if (!field.isConnected || times === 0) return;
    const isBusy = document.querySelector('[data-test-script-state="running"]') !== null;
    if (isBusy || performance.now() < typed + ANSWERED) {
      setTimeout(() => open(field, times - 1), AGAIN);
    } else {
      firstLink(field.closest('[role="dialog"]'))?.click();
    }
  };

  // The list of what was found draws itself in a shadow tree.
  const firstLink = (place) => {
    for (const each of place.querySelectorAll("*")) {
      const link = each.matches("a[href]") ? each : each.shadowRoot?.querySelector("a[href]");
      if (link) return link;
    }
    return null;
  };
})();

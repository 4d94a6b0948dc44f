// Who opens the search wants to type at once; Streamlit gives a new dialog the focus, not its field.
(() => {
  "use strict";
  const FIELD = '[role="dialog"] [class*="st-key-search-"] input';
  let known = null;

  new MutationObserver(() => {
    const field = document.querySelector(FIELD);
    if (field && field !== known) setTimeout(() => field.focus());
    known = field;
  }).observe(document, { childList: true, subtree: true });
})();

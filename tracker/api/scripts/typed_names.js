// A new name that was typed into a field of choices is taken when the field is left, as from any other
// field. Streamlit takes it only where “Add: …” is pressed, and else throws it away without a word.
(() => {
  "use strict";
  const FIELD = 'input[role="combobox"]';
  const NEW = '[role="option"][data-key="__creatable__"]';

  const leave = (field) => {
    if (!(field instanceof Element) || !field.matches(FIELD)) return;
    document.getElementById(field.getAttribute("aria-controls"))?.querySelector(NEW)?.click();
  };

  // The field itself says that it lost the focus whenever an option is lit up: that is not trusted.
  document.addEventListener("focusout", (event) => event.isTrusted && leave(event.target), true);
  // By this key the list is gone before the focus is.
  document.addEventListener("keydown", (event) => event.key === "Tab" && leave(event.target), true);
})();

// On a narrow window the open list of pages covers the page. Streamlit closes it after a choice
// only where the browser calls itself a phone's.
(() => {
  "use strict";
  const NARROW = 768;

  const close = () => {
    const sidebar = document.getElementById("stSidebar");
    if (sidebar?.dataset.collapsed !== "false") return;
    sidebar.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
  };

  document.addEventListener("click", ({ target }) => {
    const isChoice = target instanceof Element && target.closest('[data-testid="stSidebarNavLink"]');
    if (isChoice && innerWidth < NARROW) setTimeout(close);
  });
})();

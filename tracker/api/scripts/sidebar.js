// On a narrow window the open list of pages covers the page. Streamlit closes it after a choice
// only where the browser calls itself a phone's. And the pages stand in groups with a heading, which
// Streamlit draws as a list with other things in it: a screen reader is told the groups. A message in
// the corner is a dialog to a screen reader, and has no name: its words are its name.
(() => {
  "use strict";
  const NARROW = 768;

  const close = () => {
    const sidebar = document.getElementById("stSidebar");
    if (sidebar?.dataset.collapsed !== "false") return;
    sidebar.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
  };

  const group = () => {
    const list = document.querySelector('[data-testid="stSidebarNavItems"]');
    for (const part of list?.children ?? []) {
      const heading = part.querySelector("header");
      if (!heading || part.role === "group") continue;
      list.role = "none";
      part.role = "group";
      part.ariaLabel = heading.querySelector("p")?.textContent ?? "";
      heading.role = "presentation";
      for (const item of part.querySelectorAll("li")) item.role = "none";
    }
  };
  const name = () => {
    for (const toast of document.querySelectorAll('[data-testid="stToast"]')) {
      const said = toast.querySelector('[data-testid="stToastText"]')?.textContent ?? null;
      const spoken = toast.closest("[role]");
      if (spoken && spoken.ariaLabel !== said) spoken.ariaLabel = said;
    }
  };

  const mend = () => {
    group();
    name();
  };
  new MutationObserver(mend).observe(document.documentElement, { subtree: true, childList: true });

  document.addEventListener("click", ({ target }) => {
    const isChoice = target instanceof Element && target.closest('[data-testid="stSidebarNavLink"]');
    if (isChoice && innerWidth < NARROW) setTimeout(close);
  });
})();

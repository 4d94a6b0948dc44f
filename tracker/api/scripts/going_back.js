// On its way to another page Streamlit first writes the new page's record into the address of the
// old one, as a step of its own: back from /partner?id=1 would be /event?id=1, whatever event it
// was that led there. That step is taken over by the next.
(() => {
  "use strict";
  const SOON = 3000; // milliseconds between the two
  const push = history.pushState.bind(history);
  let last = { at: -Infinity };

  history.pushState = (state, title, url) => {
    const to = new URL(url ?? location.href, location.href);
    const isSecond =
      last.isSamePage &&
      performance.now() - last.at < SOON &&
      location.search === last.search &&
      to.search === last.search &&
      to.pathname !== location.pathname;
    const isSamePage = to.pathname === location.pathname;
    if (isSecond) history.replaceState(state, title, url);
    else push(state, title, url);
    last = { at: performance.now(), search: to.search, isSamePage };
  };
})();

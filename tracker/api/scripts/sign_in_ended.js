// A page whose sign-in has ended must not go on showing what it shows: it leaves for the sign-in
// page. Asking is no activity: the idle limit runs on.
(() => {
  "use strict";
  const EVERY = 20_000;
  let asking = false;

  const ask = async () => {
    if (asking) return;
    asking = true;
    try {
      const answer = await fetch("/alive", { cache: "no-store", credentials: "same-origin" });
      if (answer.status === 401) leave();
    } catch {
      // The server is away; Streamlit says so and tries again.
    } finally {
      asking = false;
    }
  };

  const leave = () => {
    document.documentElement.hidden = true;
    const here = location.pathname + location.search;
    location.replace(here === "/" ? "/sign-in" : "/sign-in?next=" + encodeURIComponent(here));
  };

  // The server closes the socket when the sign-in ends: then there is no need to wait.
  const Plain = window.WebSocket;
  window.WebSocket = class extends Plain {
    constructor(...address) {
      super(...address);
      this.addEventListener("close", ask);
    }
  };

  setInterval(ask, EVERY);
  window.addEventListener("pageshow", (event) => event.persisted && ask());
  document.addEventListener("visibilitychange", () => document.hidden || ask());
})();

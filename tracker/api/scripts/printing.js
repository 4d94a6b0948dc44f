// A page that is printed says on top whose it is, and of what day. `ABOUT` stands in words.js.
// And its charts, drawn for a screen, are made as narrow as the sheet.
(() => {
  "use strict";
  const drawings = () => document.querySelectorAll(".stPlotlyChart .main-svg");

  addEventListener("beforeprint", () => {
    const day = new Date().toLocaleDateString(undefined, { day: "numeric", month: "long", year: "numeric" });
    const line = JSON.stringify(`${ABOUT.paper} · ${day}`);
    document.documentElement.style.setProperty("--on-paper", line);
    for (const drawing of drawings()) {
      const [width, height] = [drawing.getAttribute("width"), drawing.getAttribute("height")];
      drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
      drawing.setAttribute("preserveAspectRatio", "xMinYMin");
      drawing.style.maxWidth = "100%";
    }
  });

  addEventListener("afterprint", () => {
    for (const drawing of drawings()) {
      drawing.removeAttribute("viewBox");
      drawing.removeAttribute("preserveAspectRatio");
      drawing.style.maxWidth = "";
    }
  });
})();

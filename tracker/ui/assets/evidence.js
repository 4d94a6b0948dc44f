// A saved article: its text, and what it speaks of marked in place. A mark leads to its record.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".evidence");
  const legend = make("div", "legend");
  for (const topic of data.topics) {
    const chip = make("span", "chip", topic.title);
    chip.dataset.topic = topic.name;
    legend.append(chip);
  }
  const text = make("div", "article-text");
  const pieces = paint(text, data.text, data.marks);
  const records = Object.fromEntries(data.marks.map((mark) => [mark.key, mark]));
  let target = null;
  for (const piece of pieces) {
    const mark = records[piece.dataset.key];
    piece.classList.add("yes");
    if (!target && piece.dataset.keys.split(" ").includes(data.at)) target = piece;
    const isFirst = piece.classList.contains("begins");
    piece.tabIndex = isFirst ? 0 : -1;
    piece.setAttribute("role", "link");
    piece.setAttribute("aria-label", `${piece.textContent} – ${mark.label}`);
    const go = () => setTriggerValue("open", { kind: mark.kind, id: mark.id });
    piece.addEventListener("click", go);
    piece.addEventListener("keydown", (event) => event.key === "Enter" && go());
  }
  root.replaceChildren(...(data.marks.length ? [legend] : []), text);
  if (target && root.dataset.shown !== data.at) {
    root.dataset.shown = data.at;
    for (const piece of pieces) {
      if (piece.dataset.keys.split(" ").includes(data.at)) piece.classList.add("active");
    }
    requestAnimationFrame(() => target.scrollIntoView({ block: "center", behavior: "smooth" }));
  }
}

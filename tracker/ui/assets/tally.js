// Who has how much: a name, a bar and words for each; pressing one chooses it, pressing again frees it.
// Everything a person typed enters as text, never as markup.
function make(name, className, text) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text !== undefined && text !== null) element.textContent = text;
  return element;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".tally");
  const focused = root.getRootNode().activeElement?.dataset?.id;
  const most = Math.max(1, ...data.lines.map((line) => line.all));
  const list = make("ul");
  list.setAttribute("aria-label", data.caption);
  for (const line of data.lines) {
    const button = make("button");
    button.type = "button";
    button.dataset.id = line.id;
    button.setAttribute("aria-pressed", String(line.id === data.chosen));
    const bar = make("span", "bar");
    bar.setAttribute("aria-hidden", "true");
    for (const [name, share] of [["late", line.late], ["rest", line.all - line.late]]) {
      const part = make("span", name);
      part.style.inlineSize = (100 * share) / most + "%";
      bar.append(part);
    }
    button.append(make("span", "name", line.name), make("span", "open", line.all), bar, make("span", "said", line.said));
    button.addEventListener("click", () => setTriggerValue("choose", line.id));
    const item = make("li");
    item.append(button);
    list.append(item);
  }
  root.replaceChildren(list);
  if (focused) root.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus();
}

// A list of happenings or duties: icon, words, a link to the record, and small actions at the side.
// Everything a person typed enters as text, never as markup.
function make(name, className, text) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text !== undefined && text !== null) element.textContent = text;
  return element;
}

// A button with more choices behind it. The list is open while the focus is in it.
function menu(item, first, choices, act) {
  const whole = make("div", "menu menu-" + first.name);
  const button = make("button", "", first.label);
  button.type = "button";
  button.setAttribute("aria-label", first.label + ": " + item.title);
  button.setAttribute("aria-haspopup", "menu");
  if (first.name === "later") button.setAttribute("aria-keyshortcuts", "L");
  const list = make("div", "choices");
  list.setAttribute("role", "menu");
  list.setAttribute("aria-label", first.label);
  const open = (is) => {
    list.hidden = !is;
    button.setAttribute("aria-expanded", String(is));
  };
  open(false);
  for (const choice of choices) {
    const each = make("button", "", choice.label);
    each.type = "button";
    each.setAttribute("role", "menuitem");
    each.addEventListener("click", () => {
      open(false);
      act(choice.name);
    });
    list.append(each);
  }
  button.addEventListener("click", () => {
    open(list.hidden);
    if (!list.hidden) list.firstChild.focus();
  });
  whole.addEventListener("focusout", ({ relatedTarget }) => whole.contains(relatedTarget) || open(false));
  whole.addEventListener("keydown", (event) => {
    const all = [...list.children];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && !list.hidden) {
      open(false);
      button.focus();
    } else if (step) {
      open(true);
      const at = all.indexOf(event.target);
      all.at((at < 0 && step < 0 ? 0 : at + step) % all.length).focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  whole.append(button, list);
  return whole;
}

// Arrows go from line to line; where a line can be done or put off, a letter does it, on any layout.
const KEYS = { KeyD: ".act-done", KeyL: ".menu-later > button" };
const REMEMBERED = 5000; // milliseconds in which the redrawn list takes the focus back

function keys(root) {
  const lines = [...root.querySelectorAll("ul > li")];
  const go = (at) => lines[Math.min(at, lines.length - 1)]?.querySelector("a, button")?.focus();
  root.onkeydown = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.role === "menuitem") return;
    const line = event.target.closest("li");
    const at = lines.indexOf(line);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (at < 0) return;
    if (step) go(Math.max(0, at + step));
    else if (KEYS[event.code] && line.querySelector(KEYS[event.code])) {
      root.left = { at, since: Date.now() };
      line.querySelector(KEYS[event.code]).click();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  if (root.left && Date.now() - root.left.since < REMEMBERED) go(root.left.at);
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".feed");
  const drawn = [];
  const begin = (caption) => {
    drawn.push(make("ul"));
    drawn.at(-1).setAttribute("aria-label", caption);
  };
  const groups = [...(data.groups ?? [])];
  let left = groups.length ? 0 : Infinity;
  if (!groups.length) begin(data.caption);
  for (const item of data.items) {
    if (left === 0) {
      const { word, number, size } = groups.shift();
      const head = make("p", "group");
      head.append(make("strong", "", word), " · " + number);
      drawn.push(head);
      begin(word);
      left = size;
    }
    left -= 1;
    const line = make("li", item.is_inner ? "inner" : "");
    const icon = make("span", "icon", item.icon);
    icon.setAttribute("aria-hidden", "true");
    icon.setAttribute("translate", "no");
    line.append(icon);

    const main = make("div", "main");
    const head = make("div", "head");
    if (item.file) {
      const link = make("a", "", item.title);
      link.href = item.file;
      link.download = "";
      head.append(link);
    } else if (item.href) {
      const link = make("a", "", item.title);
      link.href = item.href;
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
        event.preventDefault();
        setTriggerValue("open", { kind: item.kind, id: item.id });
      });
      head.append(link);
    } else head.append(make("strong", "", item.title));
    for (const badge of item.badges ?? []) {
      head.append(" ", make("span", "badge " + (badge.tone ?? ""), badge.text));
    }
    main.append(head);
    if (item.meta) main.append(make("div", "meta", item.meta));
    if (item.text) main.append(make("div", "text", item.text));
    if (item.passage?.length) {
      const passage = make("div", "text");
      for (const [text, isMarked] of item.passage) passage.append(isMarked ? make("mark", "", text) : text);
      main.append(passage);
    }
    if (item.quote) main.append(make("blockquote", "", item.quote));
    line.append(main);

    const side = make("div", "side");
    if (item.when) side.append(make("span", "when " + (item.is_late ? "red" : ""), item.when));
    const acts = make("div", "acts");
    const act = (action) => setTriggerValue("act", { action, kind: item.kind, id: item.id, revision: item.revision });
    const way = data.ways[item.way] ?? {};
    for (const action of way.actions ?? []) {
      const button = make("button", "", action.label);
      button.type = "button";
      button.className = "act-" + action.name;
      if (action.name === "done") button.setAttribute("aria-keyshortcuts", "D");
      button.setAttribute("aria-label", action.label + ": " + item.title);
      button.addEventListener("click", () => {
        button.disabled = true;
        act(action.name);
      });
      acts.append(button);
    }
    const [first, ...choices] = way.menu ?? [];
    if (first) acts.append(menu(item, first, choices, act));
    if (acts.hasChildNodes()) side.append(acts);
    line.append(side);
    drawn.at(-1).append(line);
  }
  whenFree(root, () => {
    root.replaceChildren(...drawn);
    keys(root);
  });
}

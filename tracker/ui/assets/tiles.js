// Figures at a glance: a number, its change, what it means, and links to the lists behind it.
// Words enter as text, never as markup.
function make(name, className, text) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text !== undefined && text !== null) element.textContent = text;
  return element;
}

// What a figure means: shown while its sign is pointed at or has the focus, put away by Escape.
function meaning(tile, place, said) {
  const holder = make("span", "meaning");
  const sign = make("button", "", "?");
  sign.type = "button";
  sign.dataset.focus = "help:" + place;
  sign.setAttribute("aria-label", said + ": " + tile.label);
  const tip = make("span", "tip", tile.help);
  tip.id = "tip" + place;
  tip.setAttribute("role", "tooltip");
  sign.setAttribute("aria-describedby", tip.id);
  holder.addEventListener("keydown", (event) => {
    if (event.key === "Escape") holder.classList.add("closed");
  });
  const again = () => holder.classList.remove("closed");
  holder.addEventListener("mouseleave", again);
  sign.addEventListener("blur", again);
  sign.addEventListener("click", again);
  holder.append(sign, tip);
  return holder;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".tiles");
  const focused = root.getRootNode().activeElement?.dataset?.focus;
  let links = 0;
  const list = make("ul");
  data.tiles.forEach((tile, place) => {
    const item = make("li");
    const label = make("p", "label", tile.label);
    label.append(" ", meaning(tile, place, data.meaning));
    const change = make("p", "change");
    if (tile.change !== null) {
      const badge = make("span", "badge " + tile.tone);
      const arrow = make("span", "", tile.arrow);
      arrow.setAttribute("aria-hidden", "true");
      badge.append(arrow, tile.arrow ? " " : "", tile.change);
      change.append(badge, " ");
    }
    change.append(make("span", "was", tile.was));
    const lists = make("p", "lists");
    for (const each of tile.lists) {
      const number = links++;
      const link = make("a");
      link.href = each.href;
      link.dataset.focus = "list:" + number;
      const icon = make("span", "icon", each.icon);
      icon.setAttribute("aria-hidden", "true");
      icon.setAttribute("translate", "no");
      link.append(icon, make("span", "", each.label));
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
        event.preventDefault();
        setTriggerValue("open", number);
      });
      // Six links of one name would tell a screen reader nothing.
      link.setAttribute("aria-label", each.label + ": " + tile.label);
      lists.append(link);
    }
    item.append(label, make("p", "value", tile.value), change, lists);
    list.append(item);
  });
  root.replaceChildren(list, ...data.notes.map((note) => make("p", "note", note)));
  if (focused) root.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
}

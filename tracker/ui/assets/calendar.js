// A month or a week: a list of days, laid out as a grid where there is room, else one below the other.
// Everything a person typed enters as text, never as markup.
function make(name, className, text) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text !== undefined && text !== null) element.textContent = text;
  return element;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".calendar");
  const inside = root.getRootNode().activeElement;
  const focused = inside?.dataset?.go;

  // One below the other, today may be far down.
  function seek() {
    const today = root.querySelector(".today:not(.outside)");
    if (!root.seeks || !today) return;
    root.seeks = false;
    today.scrollIntoView({ block: "nearest" });
  }

  function button(go, label, text, isPressed) {
    const made = make("button", go, text);
    made.type = "button";
    made.dataset.go = go;
    if (label) made.setAttribute("aria-label", label);
    if (label) made.title = label;
    if (isPressed !== undefined) made.setAttribute("aria-pressed", String(isPressed));
    made.addEventListener("click", () => {
      root.seeks = go === "today";
      seek();
      setTriggerValue("go", go);
    });
    return made;
  }

  function item(each) {
    const line = make("li", "item " + each.tone + (each.is_beyond ? " beyond" : ""));
    const link = make("a");
    link.href = each.href;
    link.append(make("span", "title", each.title));
    if (each.note) link.append(make("span", "note", each.note));
    if (each.meta) link.append(make("span", "meta", each.meta));
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      setTriggerValue("open", { kind: each.kind, id: each.id });
    });
    line.append(link);
    return line;
  }

  function day(each) {
    const names = ["day", each.is_today && "today", each.is_outside && "outside", !each.items.length && "free"];
    const cell = make("li", names.filter(Boolean).join(" "));
    const head = make("h3");
    const time = make("time");
    time.dateTime = each.date;
    const number = make("span", "number", each.number);
    number.setAttribute("aria-hidden", "true");
    time.append(number, make("span", "long", each.label));
    head.append(time);
    if (each.is_today) head.append(make("span", "mark", each.today));
    cell.append(head);
    if (each.items.length) {
      const list = make("ul");
      list.setAttribute("aria-label", each.label);
      list.append(...each.items.map(item));
      cell.append(list);
    }
    for (const width of ["wide", "narrow"]) {
      if (!each.more[width]) continue;
      const more = make("a", "more " + width, each.more[width]);
      more.href = each.more_href;
      more.target = "_self";
      more.setAttribute("aria-label", each.more[width] + ": " + each.label);
      cell.append(more);
    }
    return cell;
  }

  const head = make("div", "head");
  const title = make("h2", "", data.title);
  title.setAttribute("aria-live", "polite");
  const steps = make("div", "steps");
  steps.append(
    button("previous", data.words.previous, "‹"),
    button("today", "", data.words.today),
    button("next", data.words.next, "›"),
  );
  const spans = make("div", "spans");
  spans.setAttribute("role", "group");
  spans.setAttribute("aria-label", data.words.span);
  spans.append(...data.spans.map((each) => button(each.id, "", each.title, each.id === data.span)));
  head.append(steps, title, spans);

  const week = make("div", "weekdays");
  week.setAttribute("aria-hidden", "true");
  week.append(...data.weekdays.map((each) => make("span", "", each)));
  const days = make("ol", "days " + data.span);
  days.setAttribute("aria-label", data.title);
  days.append(...data.days.map(day));
  const drawn = [head, week, days];
  if (data.nothing) drawn.push(make("p", "nothing", data.nothing));
  root.replaceChildren(...drawn);
  if (focused) root.querySelector(`[data-go="${CSS.escape(focused)}"]`)?.focus();
  seek();
}

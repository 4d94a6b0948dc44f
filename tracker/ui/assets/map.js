// A map: every place with partners is a link; pointing at one, or reaching it by keys, names it.
// Everything a person typed enters as text, never as markup.
const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 1000;

function make(name, attributes, text) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes ?? {})) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  return element;
}

function html(name, className, text) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

const touches = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

// The names of points where they cover nothing: at the right, the left, below, above; or not at all.
function place(labels, points) {
  const taken = points.map(({ at: [x, y], radius }) => ({ x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius }));
  for (const { text, point } of labels) {
    const [x, y] = point.at;
    const gap = point.radius + 8;
    const size = text.getBBox();
    const tries = [
      [x + gap, y - size.height / 2],
      [x - gap - size.width, y - size.height / 2],
      [x - size.width / 2, y + gap],
      [x - size.width / 2, y - gap - size.height],
    ];
    const free = tries.find(([left, top]) => {
      const box = { x: left, y: top, width: size.width, height: size.height };
      return left >= 0 && left + size.width <= WIDTH && !taken.some((each) => touches(box, each));
    });
    if (!free && point.is_empty) {
      text.remove();
      continue;
    }
    const [left, top] = free ?? tries[0];
    text.setAttribute("x", left);
    text.setAttribute("y", top + size.height * 0.78);
    taken.push({ x: left, y: top, width: size.width, height: size.height });
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".map");
  const focused = root.getRootNode().activeElement?.dataset?.place;
  const svg = make("svg", { viewBox: `-4 -4 ${WIDTH + 8} ${data.height + 8}`, role: "group", "aria-label": data.caption });
  const tip = html("div", "tip");
  tip.setAttribute("aria-hidden", "true");
  tip.hidden = true;

  function point_at(target, each) {
    tip.replaceChildren(html("span", "", each.name), html("b", "", each.count));
    tip.hidden = false;
    const frame = root.getBoundingClientRect();
    const box = target.getBoundingClientRect();
    const middle = box.left + box.width / 2 - frame.left - tip.offsetWidth / 2;
    tip.style.left = Math.max(0, Math.min(middle, frame.width - tip.offsetWidth)) + "px";
    tip.style.top = Math.max(0, box.top - frame.top - tip.offsetHeight - 4) + "px";
  }

  function link(each, number) {
    const made = make(each.is_empty ? "g" : "a", {});
    const show = () => point_at(made, each);
    made.addEventListener("pointerenter", show);
    made.addEventListener("pointerleave", () => (tip.hidden = true));
    if (each.is_empty) return made;
    made.dataset.place = number;
    made.setAttribute("href", each.href);
    made.setAttribute("aria-label", `${each.name}: ${each.count}`);
    made.addEventListener("focus", show);
    made.addEventListener("blur", () => (tip.hidden = true));
    made.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      setTriggerValue("open", number);
    });
    return made;
  }

  // Spots and words over all outlines, or a neighbour would cover them.
  const below = make("g");
  const above = make("g");
  const words = make("g", { class: "words", "aria-hidden": "true" });
  if (data.ground) below.append(make("path", { d: data.ground, class: "ground" }));
  data.areas.forEach((each, number) => {
    const area = link(each, number);
    area.classList.add("area", `level${each.level}`);
    const [x, y] = each.at;
    if (each.is_spot) area.append(make("circle", { cx: x, cy: y, r: 13 }));
    else area.append(make("path", { d: each.path }));
    (each.is_spot ? above : below).append(area);
    if (each.is_spot && each.is_empty) return;
    const text = make("text", { class: `on level${each.level}${each.is_spot ? " spot" : ""}`, x: each.is_spot ? x + 19 : x, y });
    text.append(make("tspan", { class: "count" }, each.is_empty ? "" : each.count));
    const lines = each.is_spot ? [] : each.short.split(/(?<=-)| /);
    lines.forEach((line, at) => {
      text.append(make("tspan", { class: "name", x, dy: each.is_empty && !at ? "0" : "1.2em" }, line));
    });
    words.append(text);
  });
  const labels = [];
  for (const each of data.points) {
    const spot = link(each, each.place);
    spot.classList.add("point");
    if (each.is_empty) spot.classList.add("empty");
    const [x, y] = each.at;
    spot.append(make("circle", { cx: x, cy: y, r: each.is_empty ? 7 : each.radius }));
    (each.is_empty ? below : above).append(spot);
    if (!each.is_empty) words.append(make("text", { class: "in", x, y, "font-size": Math.max(26, each.radius * 0.8) }, each.count));
    const text = make("text", { class: "beside" + (each.is_empty ? " empty" : "") }, each.name);
    labels.push({ text, point: each });
    words.append(text);
  }
  svg.append(below, above, words);

  const drawn = [svg, tip];
  if (data.legend.length) {
    const legend = html("ul", "legend");
    legend.setAttribute("aria-hidden", "true");
    for (const each of data.legend) {
      const item = html("li", "");
      item.append(html("i", `level${each.level}`), html("span", "", each.text));
      legend.append(item);
    }
    drawn.push(legend);
  }
  root.replaceChildren(...drawn);
  place(labels, data.points);
  if (focused) root.querySelector(`[data-place="${CSS.escape(focused)}"]`)?.focus();
}

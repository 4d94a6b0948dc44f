// A small line of months: levels, names of months, the line with its gaps, and the last value.
// Places are worked out on the server; what is written enters as text.
const SVG = "http://www.w3.org/2000/svg";

function make(name, attributes, text) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  return element;
}

export default function ({ data, parentElement }) {
  const [wide, high] = data.size;
  const picture = make("svg", { viewBox: `0 0 ${wide} ${high}`, role: "img", "aria-label": data.alt });
  for (const [y, label] of data.levels) {
    picture.append(make("line", { class: "level", x1: data.left, x2: data.right, y1: y, y2: y }));
    picture.append(make("text", { class: "scale", x: data.left - 6, y: y + 4 }, label));
  }
  for (const [x, label] of data.months) picture.append(make("text", { class: "month", x, y: high - 5 }, label));
  for (const run of data.runs) {
    picture.append(make("polyline", { points: run.map((place) => place.join(",")).join(" ") }));
  }
  for (const [x, y, label] of data.spots) {
    const spot = make("circle", { class: "spot", cx: x, cy: y, r: 7 });
    spot.append(make("title", {}, label));
    picture.append(spot);
  }
  const [x, y, label] = data.now;
  picture.append(make("circle", { class: "now", cx: x, cy: y, r: 4 }));
  picture.append(make("text", { class: "last", x: x + 8, y: y + 4 }, label));
  parentElement.querySelector(".line").replaceChildren(picture);
}

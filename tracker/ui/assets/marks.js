// The text of an article with its evidence marked in place. Everything enters as text, never as
// markup. Places count whole characters, as the server does, not the halves of JavaScript's.
function make(name, className, text) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text !== undefined && text !== null) element.textContent = text;
  return element;
}

// Marks may overlap: the text is cut wherever one begins or ends, and the shortest gives the look.
function paint(root, text, marks) {
  const letters = Array.from(text);
  const whole = marks.filter((mark) => 0 <= mark.start && mark.start < mark.end && mark.end <= letters.length);
  const cuts = new Set([0, letters.length]);
  for (const mark of whole) cuts.add(mark.start).add(mark.end);
  const borders = [...cuts].sort((a, b) => a - b);
  const begins = new Map();
  for (const mark of whole) begins.set(mark.start, [...(begins.get(mark.start) ?? []), mark]);
  const pieces = [];
  let over = [];
  for (let place = 0; place + 1 < borders.length; place++) {
    const [start, end] = [borders[place], borders[place + 1]];
    over = [...over.filter((mark) => mark.end > start), ...(begins.get(start) ?? [])];
    const piece = make(over.length ? "mark" : "span", "", letters.slice(start, end).join(""));
    piece.dataset.start = start;
    if (over.length) {
      const first = [...over].sort((a, b) => a.end - a.start - (b.end - b.start))[0];
      piece.dataset.topic = first.topic;
      piece.dataset.keys = over.map((mark) => mark.key).join(" ");
      piece.dataset.key = first.key;
      if (first.start === start) piece.classList.add("begins");
      if (first.end === end) piece.classList.add("ends");
      piece.title = first.label;
    }
    pieces.push(piece);
  }
  root.replaceChildren(...pieces);
  return pieces.filter((piece) => piece.dataset.key);
}

// Where in the text a point of the page's selection lies; null outside of it.
function placeOf(root, node, offset) {
  if (node === root) {
    const child = root.childNodes[offset];
    return child ? Number(child.dataset.start) : Array.from(root.textContent).length;
  }
  const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.("[data-start]");
  if (!piece || !root.contains(piece)) return null;
  const before = node.nodeType === Node.TEXT_NODE ? node.data.slice(0, offset) : offset ? piece.textContent : "";
  return Number(piece.dataset.start) + Array.from(before).length;
}

// The whole words that are selected in the text, as a place; null when there are none.
function selectedWords(root, text) {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!range.intersectsNode(root)) return null;
  const letters = Array.from(text);
  // A hand that was drawn beyond the text means the words up to its edge.
  let start = placeOf(root, range.startContainer, range.startOffset) ?? 0;
  let end = placeOf(root, range.endContainer, range.endOffset) ?? letters.length;
  if (start >= end) return null;
  const isInside = (letter) => letter !== undefined && /[\p{L}\p{N}]/u.test(letter);
  while (start < end && /\s/.test(letters[start])) start++;
  while (end > start && /\s/.test(letters[end - 1])) end--;
  if (start === end) return null;
  while (start > 0 && isInside(letters[start]) && isInside(letters[start - 1])) start--;
  while (end < letters.length && isInside(letters[end - 1]) && isInside(letters[end])) end++;
  return { start, end, words: letters.slice(start, end).join("") };
}

// A list of records: a real table with real links; on a narrow screen each row becomes a card.
// Everything a person typed enters as text, never as markup.
function make(name, className, text) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text !== undefined && text !== null) element.textContent = text;
  return element;
}

const words = (value) => [value].flat().map((part) => part?.text ?? part ?? "—").join(" ");

function filled(cell, column, row, value, href, onOpen) {
  const parts = Array.isArray(value) ? value : [value];
  if (column.title_cell) {
    const link = make("a", "", parts[0]?.text ?? parts[0] ?? "—");
    link.href = href + row.id;
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      event.stopPropagation();
      onOpen(row.id);
    });
    cell.append(link);
    if (row.note) cell.append(make("span", "note", row.note));
    return;
  }
  let isEmpty = true;
  for (const part of parts) {
    if (part === null || part === undefined || part === "") continue;
    isEmpty = false;
    if (typeof part === "object") {
      const shown = part.plain ? make("span", part.tone ? part.tone + "-text" : "", part.text)
        : make("span", "badge " + (part.tone ?? ""), part.text);
      cell.append(shown, " ");
    } else cell.append(make("span", "", String(part)));
  }
  if (isEmpty) cell.classList.add("empty");
}

export default function ({ data, parentElement, setTriggerValue, setStateValue }) {
  const root = parentElement.querySelector(".table");
  const focused = root.getRootNode().activeElement?.dataset?.focus;
  const picked = new Set((data.picked ?? []).filter((id) => data.rows.some((row) => row.id === id)));
  const open = (id) => setTriggerValue("open", id);
  const table = make("table");
  const caption = make("caption", "", data.caption);
  caption.style.cssText = "position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%)";
  table.append(caption);

  const head = make("tr");
  const send = () => setStateValue("picked", [...picked]);
  const boxes = [];
  if (data.pick_label) {
    const cell = make("th", "pick");
    cell.scope = "col";
    const all = make("input");
    all.type = "checkbox";
    all.setAttribute("aria-label", data.pick_all_label);
    all.checked = data.rows.length > 0 && data.rows.every((row) => picked.has(row.id));
    all.addEventListener("change", () => {
      data.rows.forEach((row) => (all.checked ? picked.add(row.id) : picked.delete(row.id)));
      boxes.forEach((box) => { box.checked = all.checked; });
      send();
    });
    cell.append(all);
    head.append(cell);
  }
  for (const column of data.columns) {
    const cell = make("th", column.kind ?? "");
    cell.scope = "col";
    if (column.sort) {
      const isActive = data.sort === column.sort;
      const arrow = isActive ? (data.descending ? "\u00a0↓" : "\u00a0↑") : "";
      const button = make("button", "", column.title + arrow);
      button.dataset.focus = "sort:" + column.sort;
      button.addEventListener("click", () => setTriggerValue("sort", column.sort));
      cell.append(button);
      if (isActive) cell.setAttribute("aria-sort", data.descending ? "descending" : "ascending");
    } else cell.textContent = column.title;
    head.append(cell);
  }
  const thead = make("thead");
  thead.append(head);
  table.append(thead);

  const body = make("tbody");
  for (const row of data.rows) {
    const line = make("tr");
    if (data.pick_label) {
      const cell = make("td", "pick");
      const box = make("input");
      box.type = "checkbox";
      box.checked = picked.has(row.id);
      box.setAttribute("aria-label", data.pick_label + ": " + words(row.cells[0]));
      box.addEventListener("click", (event) => event.stopPropagation());
      box.addEventListener("change", () => {
        if (box.checked) picked.add(row.id); else picked.delete(row.id);
        send();
      });
      boxes.push(box);
      cell.addEventListener("click", (event) => event.stopPropagation());
      cell.append(box);
      line.append(cell);
    }
    for (const [place, column] of data.columns.entries()) {
      const cell = make("td", [column.kind, column.title_cell ? "title" : ""].join(" ").trim());
      cell.dataset.label = column.title;
      filled(cell, column, row, row.cells[place], data.href, open);
      line.append(cell);
    }
    line.addEventListener("click", () => {
      if (!String(window.getSelection())) open(row.id);
    });
    body.append(line);
  }
  table.append(body);
  whenFree(root, () => {
    root.replaceChildren(table);
    if (focused) root.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
  });
}

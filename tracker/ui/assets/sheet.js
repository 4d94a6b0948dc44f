// The participants of an event as one sheet: a row each to type in; on a narrow screen one card after
// the other. What is typed lives here until it is saved, and is handed to `unsent.js`, which has the
// server keep it. Everything a person typed enters as text, never as markup.
export default function (args) {
  const root = args.parentElement.querySelector(".sheet");
  root.sheet ??= new Sheet(root);
  root.sheet.receive(args);
}

const FIELDS = ["came", "outcome", "next_step", "owner_id", "due_on"];
const COLUMNS = [["came"], ["outcome"], ["next_step", "owner_id", "due_on"]]; // who does it, and by when, below the step
const LONGEST = 200_000; // letters that the server keeps of it
const same = (one, other) => FIELDS.every((field) => (one[field] ?? "") === (other[field] ?? ""));
const pick = (row) => Object.fromEntries(FIELDS.map((field) => [field, row[field] ?? ""]));

function make(name, className, text) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text !== undefined && text !== null) element.textContent = text;
  return element;
}

class Sheet {
  constructor(root) {
    this.root = root;
    this.typed = new Map(); // by partner: { name, mark, base, values }
    this.lines = new Map(); // by partner: { row, line, fields, told }
    this.problems = {}; // of the last save, by partner
    this.current = null;
    const leave = (event) => {
      if (!root.isConnected) removeEventListener("beforeunload", leave);
      else if (this.typed.size) event.preventDefault();
    };
    addEventListener("beforeunload", leave);
    root.addEventListener("keydown", (event) => this.key(event));
  }

  receive({ data, setTriggerValue }) {
    const isFirst = !this.data;
    this.call = setTriggerValue;
    this.data = data;
    this.word = data.words;
    this.goOn(isFirst);
    const isAnswered = this.sent && data.said?.at === this.sent.at;
    if (isAnswered && data.said.saved) this.settle();
    // A page that runs again for something else must not disturb whoever is typing.
    const stamp = JSON.stringify([data.rows, data.options, data.words]);
    if (isAnswered || stamp !== this.stamp) this.draw();
    this.stamp = stamp;
    if (isAnswered) this.answer(data.said);
  }

  // What is typed

  values(row) {
    return this.typed.get(row.id)?.values ?? pick(row);
  }

  type(row, field, value) {
    const typed = this.typed.get(row.id) ?? { name: row.name, mark: row.mark, base: pick(row), values: pick(row) };
    typed.values[field] = value;
    if (same(typed.values, typed.base)) this.typed.delete(row.id);
    else this.typed.set(row.id, typed);
    this.store();
    this.sum();
    this.shade(row.id);
    if (this.problems[row.id]?.fields[field]) {
      delete this.problems[row.id].fields[field];
      this.tell(row.id);
    }
  }

  // What was begun before joins what is here once it is taken.
  goOn(isFirst) {
    const { opening, taken } = this.data;
    const isAnswered = this.sent && this.data.said.at === this.sent.at;
    if (isFirst || isAnswered || !this.typed.size) this.opening = opening;
    const isTaken = taken.length > 0 && JSON.stringify(taken) !== this.taken;
    this.taken = JSON.stringify(taken);
    if (isTaken) {
      this.join(taken);
      this.kept = this.opening;
      this.store();
    }
    if (opening === this.opening) return;
    // Another server took over, and the sheet is still here: it stays the one that it was.
    this.sent = null;
    this.sum();
    this.call("opening", this.opening);
  }

  join(rows) {
    for (const [id, { name, mark, values }] of rows) {
      const row = this.data.rows.find((each) => each.id === id);
      const base = row ? pick(row) : {};
      const mine = this.typed.get(id);
      const changed = FIELDS.filter((field) => mine && mine.values[field] !== mine.base[field]);
      const both = { ...values };
      for (const field of changed) both[field] = mine.values[field];
      const isTwice = changed.includes("outcome") && values.outcome !== base.outcome;
      if (isTwice && !mine.values.outcome.includes(values.outcome)) {
        both.outcome = `${mine.values.outcome}\n${values.outcome}`;
      }
      if (!same(both, base)) this.typed.set(id, { name, mark: mine?.mark ?? mark, base, values: both });
    }
    if (rows.length) this.stamp = null; // drawn anew
  }

  // What is longer is saved long before; the server keeps the last of it that was shorter.
  store() {
    const rows = [...this.typed].map(([id, { name, mark, values }]) => [id, { name, mark, values }]);
    const text = rows.length ? JSON.stringify(rows) : "";
    if (text.length > LONGEST || (!text && this.kept !== this.opening)) return;
    this.kept = this.opening;
    const detail = { place: this.data.place, key: this.opening, name: "rows", text };
    this.root.dispatchEvent(new CustomEvent("typed", { bubbles: true, composed: true, detail }));
  }

  // Saving

  save() {
    if (this.sent || !this.typed.size) return;
    const rows = [...this.typed].map(([id, { mark, values }]) => ({ id, mark, ...values }));
    this.sent = { at: Date.now(), rows: new Map(rows.map((row) => [row.id, pick(row)])) };
    this.sum();
    this.call("save", { rows, at: this.sent.at });
  }

  // What was stored is not typed any more, but for what was typed while it was on its way.
  settle() {
    for (const [id, sent] of this.sent.rows) {
      const typed = this.typed.get(id);
      const row = this.data.rows.find((each) => each.id === id);
      if (!typed || same(typed.values, sent)) this.typed.delete(id);
      else if (row) Object.assign(typed, { mark: row.mark, base: pick(row) });
    }
    this.store();
  }

  answer({ saved, problems = {}, refused }) {
    this.sent = null;
    this.problems = structuredClone(problems);
    const strange = [];
    for (const id of Object.keys(problems).map(Number)) {
      if (this.lines.has(id)) this.tell(id);
      else {
        // Of a row that is not here any more nothing can be corrected.
        strange.push(`${this.typed.get(id)?.name ?? ""}: ${Object.values(problems[id].fields).join(" ")}`);
        this.typed.delete(id);
      }
    }
    const first = this.data.rows.find((row) => problems[row.id]);
    if (first) this.go(first.id, true);
    this.wrong.textContent = [saved ? "" : refused, ...strange].filter(Boolean).join(" ");
    this.wrong.hidden = !this.wrong.textContent;
    this.store();
    this.sum();
  }

  tell(id) {
    const line = this.lines.get(id);
    const { fields, theirs, now } = this.problems[id];
    line.told.replaceChildren();
    for (const field of FIELDS) {
      const input = line.fields[field];
      input.removeAttribute("aria-invalid");
      input.parentElement.querySelector(".wrong")?.remove();
      if (!fields[field]) continue;
      input.setAttribute("aria-invalid", "true");
      const said = make("span", "wrong", fields[field]);
      said.id = `wrong-${line.row.id}-${field}`;
      input.setAttribute("aria-describedby", said.id);
      input.after(said);
    }
    if (fields.row) line.told.append(make("p", "wrong", fields.row));
    if (theirs) {
      line.told.append(make("p", "now", now), this.choice(line, theirs));
    }
    line.told.hidden = !line.told.hasChildNodes();
  }

  // Somebody else was faster: one's own words over theirs, or theirs.
  choice(line, theirs) {
    const acts = make("div", "acts");
    const act = (word, chosen) => {
      const button = make("button", "", word);
      button.type = "button";
      button.addEventListener("click", () => {
        const typed = this.typed.get(theirs.id);
        if (chosen === "mine" && typed) Object.assign(typed, { mark: theirs.mark, base: pick(theirs) });
        else this.typed.delete(theirs.id);
        this.data.rows = this.data.rows.map((row) => (row.id === theirs.id ? theirs : row));
        delete this.problems[theirs.id];
        this.store();
        this.draw();
        this.lines.get(theirs.id)?.fields.outcome.focus();
      });
      acts.append(button);
    };
    act(this.word.keep_mine, "mine");
    act(this.word.take_theirs, "theirs");
    return acts;
  }

  // Drawing

  draw() {
    const focused = this.root.getRootNode().activeElement;
    const at = focused?.dataset?.field ? [Number(focused.dataset.id), focused.dataset.field] : null;
    const table = make("table");
    const head = make("tr");
    for (const column of [["participant"], ...COLUMNS]) {
      const cell = make("th", column[0], column.map((field) => this.word[field]).join(" · "));
      cell.scope = "col";
      head.append(cell);
    }
    const thead = make("thead");
    thead.append(head);
    const body = make("tbody");
    this.lines.clear();
    for (const row of this.data.rows) body.append(this.line(row));
    const caption = make("caption", "aside", this.word.caption);
    table.append(caption, thead, body);
    this.root.replaceChildren(table, this.bar());
    if (at) this.focus(this.lines.get(at[0])?.fields[at[1]], focused);
    if (!this.lines.has(this.current)) this.current = this.data.rows[0]?.id ?? null;
    for (const id of this.lines.keys()) this.shade(id);
    this.go(this.current, false);
    this.sum();
    for (const id of this.lines.keys()) if (this.problems[id]) this.tell(id);
  }

  // The cursor stays where it was in a field that was drawn anew.
  focus(field, before) {
    if (!field) return;
    field.focus();
    if (field.setSelectionRange && field.type !== "date") {
      field.setSelectionRange(before.selectionStart, before.selectionEnd);
    }
  }

  line(row) {
    const line = make("tr");
    line.dataset.id = row.id;
    const name = make("th", "participant");
    name.scope = "row";
    const link = make("a", "", row.name);
    link.href = row.href;
    link.target = "_blank";
    link.rel = "noopener";
    name.append(link);
    for (const each of row.people) name.append(make("span", "person", each));
    name.append(make("span", "note", row.now));
    const told = make("div", "told");
    told.setAttribute("role", "alert");
    told.hidden = true;
    name.append(told);
    line.append(name);
    const fields = {};
    const cells = COLUMNS.flatMap((column) => {
      const cell = make("td", column[0]);
      line.append(cell);
      return column.map((field) => [field, cell]);
    });
    for (const [field, cell] of cells) {
      const label = make("label", field);
      label.append(make("span", "label", this.word[field]));
      const input = this.field(row, field);
      input.dataset.id = row.id;
      input.dataset.field = field;
      input.setAttribute("aria-label", `${this.word[field]}: ${row.name}`);
      label.append(input);
      cell.append(label);
      if (field === "next_step" && row.closed) label.append(make("span", "note", row.closed));
      fields[field] = input;
    }
    this.lines.set(row.id, { row, line, fields, told });
    return line;
  }

  field(row, field) {
    const value = this.values(row)[field];
    const input = make({ outcome: "textarea", came: "select", owner_id: "select" }[field] ?? "input");
    if (field === "came" || field === "owner_id") {
      for (const [code, word] of this.data.options[field]) {
        const option = make("option", "", word);
        option.value = code;
        input.append(option);
      }
    }
    if (field === "outcome") {
      input.rows = 1;
      input.maxLength = 20000;
    }
    if (field === "next_step") {
      input.maxLength = 300;
      input.placeholder = row.kind ?? "";
    }
    if (field === "due_on") {
      input.type = "date";
      input.min = "1900-01-01";
      input.max = "2100-12-31";
    }
    input.value = value;
    if (!this.data.has_begun && (field === "came" || field === "outcome")) input.disabled = true;
    input.addEventListener("input", () => {
      this.type(row, field, input.value);
      // Whoever was spoken with has come.
      const { came } = this.lines.get(row.id).fields;
      if (field === "outcome" && input.value.trim() && !came.value) {
        came.value = "came";
        this.type(row, "came", "came");
      }
    });
    input.addEventListener("focus", () => this.go(row.id, false));
    return input;
  }

  bar() {
    const bar = make("div", "bar");
    this.wrong = make("p", "wrong");
    this.wrong.setAttribute("role", "alert");
    this.wrong.hidden = true;
    const steps = make("div", "steps");
    this.counter = make("span", "counter");
    this.counter.setAttribute("aria-live", "polite");
    const back = this.button("back", this.word.back, () => this.step(-1));
    const on = this.button("on", this.word.on, () => this.step(1));
    steps.append(back, this.counter, on);
    this.changed = make("span", "changed");
    const all = this.button("all", this.word.all_came, () => this.allCame());
    all.hidden = !this.data.has_begun;
    this.saving = this.button("save", this.word.save, () => this.save());
    bar.append(this.wrong, steps, this.changed, all, this.saving);
    return bar;
  }

  button(className, word, act) {
    const button = make("button", className, word);
    button.type = "button";
    button.addEventListener("click", act);
    return button;
  }

  sum() {
    const count = this.typed.size;
    this.changed.textContent = count ? this.word.changed.replace("{n}", count) : "";
    this.saving.textContent = this.word.save + (count ? ` (${count})` : "");
    this.saving.disabled = !count || Boolean(this.sent);
    this.saving.setAttribute("aria-busy", String(Boolean(this.sent)));
  }

  shade(id) {
    this.lines.get(id)?.line.classList.toggle("typed", this.typed.has(id));
  }

  allCame() {
    for (const { row, fields } of this.lines.values()) {
      if (fields.came.value) continue;
      fields.came.value = "came";
      this.type(row, "came", "came");
    }
  }

  // Moving

  go(id, isShown) {
    if (id === null) return;
    this.current = id;
    const ids = this.data.rows.map((row) => row.id);
    for (const [number, { line }] of this.lines) line.classList.toggle("current", number === id);
    this.counter.textContent = this.word.place
      .replace("{n}", ids.indexOf(id) + 1)
      .replace("{total}", ids.length);
    this.root.querySelector(".back").disabled = ids[0] === id;
    this.root.querySelector(".on").disabled = ids.at(-1) === id;
    if (isShown) this.lines.get(id)?.line.scrollIntoView({ block: "nearest" });
  }

  step(by) {
    const ids = this.data.rows.map((row) => row.id);
    const next = ids[ids.indexOf(this.current) + by];
    if (next === undefined) return;
    this.go(next, false);
    this.root.scrollIntoView({ block: "start" });
  }

  key(event) {
    const { field, id } = event.target.dataset ?? {};
    if (event.key !== "Enter" || !field || event.isComposing) return;
    if (event.ctrlKey || event.metaKey) this.save();
    else if (field === "due_on" || (event.shiftKey && field === "outcome") || event.target.tagName === "SELECT") return;
    else {
      const ids = this.data.rows.map((row) => row.id);
      const next = ids[ids.indexOf(Number(id)) + (event.shiftKey ? -1 : 1)];
      // A card that is not shown cannot take the cursor.
      if (next !== undefined) this.go(next, false);
      this.lines.get(next)?.fields[field].focus();
    }
    event.preventDefault();
  }
}

// Reading an article: the text with its evidence beside the cards of what it proposes. What the
// reader decides lives here, is told to the server after every change, and comes back with the page.
export default function (args) {
  const root = args.parentElement.querySelector(".reading");
  root.review ??= new Review(root);
  root.review.receive(args);
}

class Review extends Cards {
  constructor(root) {
    super();
    this.root = root;
    const offer = () => {
      if (root.isConnected) this.offer();
      else document.removeEventListener("selectionchange", offer);
    };
    document.addEventListener("selectionchange", offer);
    // What was decided is kept by the server, but for what it has not been told just yet.
    const leave = (event) => {
      if (!root.isConnected) removeEventListener("beforeunload", leave);
      else if (this.waiting) {
        this.keep(true);
        event.preventDefault();
      }
    };
    addEventListener("beforeunload", leave);
  }

  receive({ data, setStateValue, setTriggerValue }) {
    this.tell = setStateValue;
    this.call = setTriggerValue;
    const isNew = this.data?.id !== data.id;
    this.data = data;
    this.word = data.words;
    if (isNew) {
      this.letters = null;
      // A page that is drawn anew while its reader works takes the place of this one, and was sent
      // what the server had heard before: the browser knows better.
      const before = globalThis.seriktesReading;
      const isGoingOn = before?.data.id === data.id;
      globalThis.seriktesReading = this;
      // What was answered before the page was left is not again.
      this.matchedAt = isGoingOn ? before.matchedAt : data.matches?.at;
      this.state = isGoingOn ? before.state : structuredClone(data.kept ?? data.start);
      this.active = null;
      this.editing = null;
      this.isHostShown = false;
      this.draw();
      if (isGoingOn && before.waiting) this.keep();
      // Where the form was scrolled to says nothing of the article that took its place.
      if (!data.kept) this.root.closest("[data-testid=stMain]")?.scrollTo({ top: 0 });
      // Whoever works by the keys begins at once.
      if (!this.tabs.offsetParent && document.activeElement === document.body) {
        this.isBeginning = true;
        this.list.querySelector(".card")?.focus({ preventScroll: true });
        this.isBeginning = false;
      }
    } else {
      this.answer();
    }
    this.refuse();
  }

  // Deciding

  get cards() {
    return this.state.cards;
  }

  card(key) {
    return this.cards.find((card) => card.key === key);
  }

  shown(topic) {
    return this.cards.filter((card) => card.topic === topic && (this.isHostShown || !card.is_host));
  }

  inOrder() {
    return TOPICS.flatMap((topic) => this.shown(topic));
  }

  decide(card, decision) {
    card.decision = card.decision === decision ? "open" : decision;
    // Whom a wish, a person or an agreement is about has to be written down as well.
    if (card.decision === "yes") {
      const needed = [card.values.partner, ...(card.values.partners ?? [])];
      for (const other of needed.map((key) => this.card(key)).filter(Boolean)) {
        if (other.decision === "open") this.set(other, "yes");
      }
    }
    this.redraw(card);
    for (const other of this.cards) {
      const { event, partner, partners = [] } = other.values;
      if (other !== card && [event, partner, ...partners].includes(card.key)) this.redraw(other);
    }
    this.keep();
  }

  set(card, decision) {
    card.decision = decision;
    this.redraw(card);
  }

  keep(isAtOnce = false) {
    this.sum();
    this.foot.querySelector(".wrong")?.remove();
    clearTimeout(this.waiting);
    const say = () => {
      this.waiting = null;
      this.tell("decided", structuredClone(this.state));
    };
    if (isAtOnce) say();
    else this.waiting = setTimeout(say, 350);
  }

  save() {
    clearTimeout(this.waiting);
    this.waiting = null;
    this.saveButton.disabled = true;
    this.call("save", { decided: structuredClone(this.state), at: Date.now() });
  }

  // Drawing

  draw() {
    const { root } = this;
    root.dataset.tab = "text";
    this.left = {};
    this.drawTabs();
    this.text = make("div", "article-text");
    this.text.tabIndex = -1;
    const article = make("section", "article");
    article.setAttribute("aria-label", this.word.article);
    article.append(this.about(), ...this.versions(), this.legend(), make("p", "help", this.word.select_help), this.text);
    this.list = make("section", "cards");
    this.list.setAttribute("aria-label", this.word.proposals);
    this.list.addEventListener("keydown", (event) => this.key(event));
    const panes = make("div", "panes");
    panes.append(article, this.list);
    this.picker = make("div", "picker");
    this.picker.hidden = true;
    this.picker.setAttribute("role", "toolbar");
    this.picker.setAttribute("aria-label", this.word.selected);
    // A press must not take the selection away before it is used.
    this.picker.addEventListener("mousedown", (event) => event.preventDefault());
    root.replaceChildren(this.tabs, panes, this.bar(), this.picker);
    root.onkeydown = (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      this.save();
    };
    this.paint();
    this.drawCards();
    this.sum();
  }

  drawTabs() {
    this.tabs = make("div", "tabs");
    this.tabs.setAttribute("role", "tablist");
    for (const tab of ["text", "cards"]) {
      const button = make("button", "", tab === "text" ? this.word.article : this.word.proposals);
      button.type = "button";
      button.dataset.tab = tab;
      button.setAttribute("role", "tab");
      button.addEventListener("click", () => this.turn(tab));
      this.tabs.append(button);
    }
    this.turn(this.root.dataset.tab);
  }

  // Each is found again where it was left; for the first time, at its beginning.
  turn(tab) {
    const before = this.root.dataset.tab;
    const main = this.root.closest("[data-testid=stMain]");
    const scrolled = main?.scrollTop;
    this.root.dataset.tab = tab;
    if (main && tab !== before && this.tabs.offsetParent) {
      this.left[before] = scrolled;
      const here = this.root.getBoundingClientRect().top - main.getBoundingClientRect().top;
      main.scrollTop = this.left[tab] ?? Math.min(main.scrollTop, main.scrollTop + here - 64);
    }
    for (const button of this.tabs.children) {
      button.setAttribute("aria-selected", String(button.dataset.tab === tab));
    }
  }

  about() {
    const about = make("div", "about fields");
    const { fields } = this.state;
    const title = make("textarea", "title");
    title.rows = 1;
    title.value = fields.title;
    title.maxLength = 300;
    title.setAttribute("aria-label", this.word.title);
    title.addEventListener("input", () => {
      fields.title = title.value.replace(/\s+/g, " ");
      this.keep();
    });
    const head = make("div", "heading");
    const details = make("details", "facts");
    const line = make("summary");
    const tell = () => {
      const known = [this.day(fields.published_on), this.option("language", fields.language), fields.source, fields.tags];
      line.textContent = known.filter(Boolean).join(" · ");
    };
    tell();
    details.addEventListener("toggle", tell);
    details.append(line, about);
    head.append(title, details);
    const on = this.field(fields, "published_on", { type: "date" });
    if (this.state.is_undated) details.before(this.undated(on, tell));
    else about.append(on);
    about.append(
      this.field(fields, "language", { options: this.data.options.language }),
      this.field(fields, "source", {}),
      this.field(fields, "address", { wide: true }),
      this.field(fields, "tags", { wide: true }),
    );
    return head;
  }

  // The day of today stands in for one that the article does not tell: that has to be seen.
  undated(on, tell) {
    const box = make("div", "undated fields");
    const said = make("p", "", this.word.undated);
    on.addEventListener("input", () => {
      this.state.is_undated = false;
      said.remove();
      tell();
    });
    box.append(said, on);
    return box;
  }

  versions() {
    return this.data.versions.map((version) => {
      const label = make("label", "joins");
      const box = make("input");
      box.type = "checkbox";
      box.checked = this.state.fields.original_id === version.id;
      box.addEventListener("change", () => {
        this.state.fields.original_id = box.checked ? version.id : null;
        this.keep();
      });
      label.append(box, make("span", "", version.text));
      return label;
    });
  }

  legend() {
    const legend = make("div", "legend");
    for (const topic of TOPICS) {
      const chip = make("span", "chip", this.word.topics[topic]);
      chip.dataset.topic = topic;
      legend.append(chip);
    }
    if (this.cards.some((card) => card.is_host)) {
      const label = make("label", "switch", null);
      const box = make("input");
      box.type = "checkbox";
      box.addEventListener("change", () => {
        this.isHostShown = box.checked;
        this.paint();
        this.drawCards();
        this.sum();
      });
      label.append(box, this.word.show_host);
      legend.append(label);
    }
    return legend;
  }

  paint() {
    const marks = this.inOrder().flatMap((card) =>
      card.spans.map(([start, end]) => ({ key: card.key, topic: card.topic, start, end, label: this.called(card) })),
    );
    this.pieces = paint(this.text, this.data.text, marks);
    for (const piece of this.pieces) {
      piece.setAttribute("role", "button");
      piece.tabIndex = -1;
      piece.addEventListener("click", () => {
        if (document.getSelection()?.isCollapsed === false) return;
        this.turn("cards");
        this.activate(this.card(piece.dataset.key), { scroll: "card", focus: true });
      });
    }
    this.shade();
  }

  shade() {
    for (const piece of this.pieces) {
      const keys = piece.dataset.keys.split(" ");
      const decision = this.card(piece.dataset.key)?.decision;
      piece.classList.toggle("yes", decision === "yes");
      piece.classList.toggle("no", decision === "no");
      piece.classList.toggle("active", keys.includes(this.active));
    }
  }

  // Looking from one to the other

  activate(card, { scroll, focus = false } = {}) {
    if (!card) return;
    const isNew = this.active !== card.key;
    this.active = card.key;
    this.rove();
    this.shade();
    const line = this.drawn.get(card.key);
    if (focus) line?.focus({ preventScroll: true });
    if (scroll === "card") line?.scrollIntoView({ block: "nearest", behavior: "smooth" });
    if (scroll === "text" && isNew && !this.isBeginning) this.show(card);
  }

  // Only the article's own pane moves; on a phone the page does, when the article is on show.
  show(card) {
    const piece = this.pieces.find((each) => each.dataset.keys.split(" ").includes(card.key));
    const pane = this.text.closest(".article");
    if (!piece || !pane.offsetParent) return;
    if (pane.scrollHeight > pane.clientHeight + 4) {
      const where = piece.getBoundingClientRect().top - pane.getBoundingClientRect().top;
      pane.scrollBy({ top: where - pane.clientHeight / 3, behavior: "smooth" });
    } else if (this.tabs.offsetParent) piece.scrollIntoView({ block: "center", behavior: "smooth" });
  }

  // By place on the keyboard, so that the same keys work in every layout.
  key(event) {
    if (event.target.matches(ROWS)) {
      if (event.key === "Escape") {
        const card = this.card(this.active);
        card.searching = false;
        this.edit(card, false);
        this.drawn.get(card.key).focus();
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const card = this.card(this.active);
    const isButton = event.target.matches("button");
    const step = { ArrowDown: 1, KeyJ: 1, ArrowUp: -1, KeyK: -1 }[event.code];
    if (step) this.move(step);
    else if (!card) return;
    else if (event.code === "KeyY" || (event.key === "Enter" && !isButton)) this.answered(card, "yes");
    else if (event.code === "KeyN" || event.code === "KeyX") this.answered(card, "no");
    else if (event.code === "KeyE") this.edit(card, true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  answered(card, decision) {
    if (card.decision !== decision) this.decide(card, decision);
    if (!this.missing(card)) this.move(1);
  }

  move(step) {
    const order = this.inOrder();
    const here = order.findIndex((card) => card.key === this.active);
    const next = order[Math.min(Math.max(here + step, 0), order.length - 1)];
    this.activate(next, { scroll: "card" });
    this.drawn.get(next.key).focus({ preventScroll: true });
    this.show(next);
  }

  // Choosing words in the article

  offer() {
    if (!this.text) return;
    clearTimeout(this.offering);
    this.offering = setTimeout(() => {
      const chosen = selectedWords(this.text, this.data.text);
      // Whoever selects more copies it: nothing is called so, and no quote is that long.
      const isQuote = chosen !== null && chosen.end - chosen.start <= this.data.longest.quote;
      this.picker.hidden = !isQuote;
      if (isQuote) this.ask(chosen);
    }, 120);
  }

  ask(chosen) {
    const buttons = [];
    const active = this.card(this.active);
    const isName = chosen.end - chosen.start <= this.data.longest.name;
    const fits = (topic) => isName || topic === "request" || topic === "agreement";
    if (active && active.decision !== "no" && fits(active.topic)) {
      const correct = make("button", "correct", this.word.correct.replace("{name}", this.called(active)));
      correct.addEventListener("click", () => this.correct(active, chosen));
      buttons.push(correct);
    }
    for (const topic of TOPICS.filter(fits)) {
      const button = make("button", "", this.word.topic[topic]);
      button.dataset.topic = topic;
      button.addEventListener("click", () => this.add(topic, chosen));
      buttons.push(button);
    }
    for (const button of buttons) button.type = "button";
    this.picker.replaceChildren(...buttons);
    if (this.tabs.offsetParent) {
      this.foot.append(this.picker);
      return;
    }
    this.root.append(this.picker);
    this.place(document.getSelection().getRangeAt(0).getBoundingClientRect());
  }

  // Below the words; above them where the window ends, and in it however far they reach.
  place(words) {
    const here = this.root.getBoundingClientRect();
    const { offsetHeight, offsetWidth } = this.picker;
    const last = innerHeight - offsetHeight - 8;
    const below = words.bottom + 8;
    const above = Math.max(64, words.top - offsetHeight - 8);
    const top = below <= last ? below : Math.min(above, last);
    const left = Math.min(words.left - here.left, here.width - offsetWidth);
    this.picker.style.insetBlockStart = `${top - here.top}px`;
    this.picker.style.insetInlineStart = `${Math.max(0, left)}px`;
  }

  correct(card, { start, end, words }) {
    card.spans = [[start, end]];
    card.quote = this.sentence(start, end);
    if (card.topic === "request") card.quote = words;
    else if (card.topic !== "agreement") {
      card.values.name = words;
      this.seek(card);
    }
    card.decision = "yes";
    this.placed(card);
  }

  add(topic, { start, end, words }) {
    const quote = topic === "request" ? words : this.sentence(start, end);
    const card = { ...structuredClone(this.data.blank[topic]), key: `n${Date.now()}`, spans: [[start, end]], quote };
    if (topic === "person" || topic === "partner" || topic === "event") card.values.name = words;
    this.cards.push(card);
    this.editing = card.key;
    this.placed(card);
    if (card.wants_choice) this.seek(card);
  }

  // Without a selection, which keys and small screens make hard: the name is typed, then sought.
  begin(topic) {
    const card = { ...structuredClone(this.data.blank[topic]), key: `n${Date.now()}`, spans: [], quote: "" };
    Object.assign(card, { decision: "open", is_typed: true });
    this.cards.push(card);
    this.drawCards();
    this.activate(card);
    this.edit(card, true);
    this.keep();
  }

  // Where a typed name stands in the text, and whom it may mean.
  named(card) {
    const name = card.values.name.trim();
    const length = Array.from(name).length;
    card.spans = [];
    for (let at = 0; name && card.spans.length < 50; at += name.length) {
      at = this.data.text.indexOf(name, at);
      if (at < 0) break;
      const start = Array.from(this.data.text.slice(0, at)).length;
      card.spans.push([start, start + length]);
    }
    card.quote = card.spans.length ? this.sentence(...card.spans[0]) : "";
    this.paint();
    // Only this much is drawn anew: the press that took the focus away is still under way.
    this.drawn.get(card.key).querySelector("blockquote").replaceWith(this.quote(card));
    this.keep();
    if (name && card.wants_choice) this.seek(card);
  }

  // Whom the words of a card may mean is asked for again.
  seek(card) {
    this.call("ask", { card: card.key, topic: card.topic, text: card.values.name, matches: true, at: Date.now() });
  }

  placed(card) {
    document.getSelection().removeAllRanges();
    this.picker.hidden = true;
    this.paint();
    this.drawCards();
    this.turn("cards");
    this.activate(card, { scroll: "card", focus: true });
    this.keep();
  }

  sentence(start, end) {
    const before = this.slice([0, start]).split(/[.!?…]\s|\n/).at(-1).slice(-250);
    const after = this.slice([end, end + 250]).match(/^[^\n]*?(?:[.!?…](?=\s|$)|(?=\n)|$)/)?.[0] ?? "";
    return (before + this.slice([start, end]) + after).trim();
  }

  // The bar at the foot

  bar() {
    this.foot = make("div", "bar");
    this.said = make("div", "sum");
    this.said.setAttribute("aria-live", "polite");
    const keys = make("div", "keys");
    for (const [key, what] of this.word.keys) {
      const one = make("span");
      one.append(make("kbd", "", key), ` ${what}`);
      keys.append(one);
    }
    this.saveButton = make("button", "save", this.word.save);
    this.saveButton.type = "button";
    this.saveButton.addEventListener("click", () => this.save());
    this.foot.append(this.said, keys, this.saveButton);
    return this.foot;
  }

  sum() {
    const rules = new Intl.PluralRules(this.data.language === "kk" ? "tr" : this.data.language);
    const counted = (word, n) => {
      const forms = this.word.counts[word];
      const text = typeof forms === "string" ? forms : (forms[rules.select(n)] ?? forms.other ?? forms.many);
      return text.replace("{n}", n);
    };
    const parts = TOPICS.map((topic) => {
      const sure = this.cards.filter((card) => card.topic === topic && card.decision === "yes");
      if (!sure.length) return null;
      const isNew = topic === "partner" ? sure.filter((card) => !card.chosen).length : 0;
      return counted(topic, sure.length) + (isNew ? ` (${counted("new", isNew)})` : "");
    }).filter(Boolean);
    const open = this.inOrder().filter((card) => card.decision === "open");
    this.said.replaceChildren(make("b", "", parts.join(", ") || this.word.only_article));
    if (open.length) this.said.append(" · ", this.toFirst(open, counted("open", open.length)));
    const tab = this.tabs.lastElementChild;
    tab.textContent = `${this.word.proposals} · ${this.inOrder().length}`;
  }

  // What is left out unless somebody decides it is one press away.
  toFirst([card], words) {
    const button = make("button", "open", words);
    button.type = "button";
    button.addEventListener("click", () => {
      this.turn("cards");
      this.activate(card, { scroll: "card", focus: true });
    });
    return button;
  }

  // What the server says to a save, and to words that were chosen anew.

  refuse() {
    const { refused } = this.data;
    this.saveButton.disabled = false;
    this.foot.querySelector(".wrong")?.remove();
    if (this.data.matches) this.match(this.data.matches);
    if (!refused || refused.at === this.refusedAt) return;
    this.refusedAt = refused.at;
    const said = make("p", "wrong", refused.text);
    said.setAttribute("role", "alert");
    this.foot.prepend(said);
    const card = this.card(refused.card);
    if (!card) return;
    card.wrong = refused.text;
    this.turn("cards");
    this.edit(card, true);
    this.activate(card, { scroll: "card" });
  }

  match({ card: key, at, options }) {
    const card = this.card(key);
    if (!card || at === this.matchedAt) return;
    this.matchedAt = at;
    if (!options.length && !card.choices.length) return;
    // Other words of it do not undo whom a person chose.
    const kept = card.is_picked ? card.choices.find((choice) => choice.id === card.chosen) : null;
    card.choices = kept && !options.some(({ id }) => id === kept.id) ? [kept, ...options] : options;
    card.chosen = (kept ?? options.find((option) => option.certain && !card.is_picked))?.id ?? null;
    this.redraw(card);
    this.keep();
  }
}

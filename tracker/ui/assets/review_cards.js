// The cards of an article: each a thing that was found, its words, whom it may mean, and its form.
const TOPICS = ["partner", "event", "person", "request", "agreement"];
const ROWS = "input, select, textarea";

class Cards {
  drawCards() {
    this.drawn = new Map();
    const groups = TOPICS.map((topic) => [topic, this.shown(topic)]).filter(([, cards]) => cards.length);
    const sections = groups.map(([topic, cards]) => {
      const group = make("div", "group");
      group.dataset.topic = topic;
      const heading = make("h2", "", this.word.topics[topic]);
      heading.append(make("small", "", String(cards.length)));
      const list = make("ul", "list");
      for (const card of cards) {
        const line = this.drawCard(card);
        this.drawn.set(card.key, line);
        list.append(line);
      }
      group.append(heading, list);
      return group;
    });
    this.list.replaceChildren(
      ...(sections.length ? sections : [make("p", "nothing", this.word.nothing)]),
      this.adding(),
    );
    this.rove();
  }

  adding() {
    const adding = make("div", "adding");
    adding.setAttribute("role", "group");
    adding.setAttribute("aria-label", this.word.add);
    adding.append(make("span", "", this.word.add));
    for (const topic of TOPICS) {
      const button = make("button", "", this.word.topic[topic]);
      button.type = "button";
      button.dataset.topic = topic;
      button.addEventListener("click", () => this.begin(topic));
      adding.append(button);
    }
    return adding;
  }

  redraw(card) {
    const before = this.drawn.get(card.key);
    if (!before) return;
    const hadFocus = before.contains(document.activeElement);
    const focused = hadFocus && document.activeElement.dataset.part;
    const after = this.drawCard(card);
    before.replaceWith(after);
    this.drawn.set(card.key, after);
    // A card can have the focus only once it can be reached.
    this.rove();
    if (hadFocus) (after.querySelector(`[data-part="${focused}"]`) ?? after).focus({ preventScroll: true });
    this.shade();
  }

  // One card can be reached with Tab; the arrows lead to the others.
  rove() {
    const order = this.inOrder();
    const first = this.card(this.active) && this.drawn.has(this.active) ? this.active : order[0]?.key;
    for (const [key, line] of this.drawn) {
      line.tabIndex = key === first ? 0 : -1;
      line.classList.toggle("active", key === this.active);
    }
  }

  called(card) {
    const { values } = card;
    if (card.topic === "request") {
      const kind = this.option("follow_up_kind", values.kind);
      return values.subject ? `${kind}: ${values.subject}` : kind;
    }
    return (card.topic === "agreement" ? values.title : values.name) || "—";
  }

  short(card) {
    const letters = Array.from(this.called(card));
    return letters.length > 40 ? `${letters.slice(0, 38).join("").trim()}…` : letters.join("");
  }

  option(list, value) {
    return this.data.options[list].find(([each]) => String(each) === String(value))?.[1] ?? "";
  }

  drawCard(card) {
    const line = make("li", `card ${card.decision}`);
    line.dataset.topic = card.topic;
    line.dataset.key = card.key;
    line.setAttribute("aria-label", `${this.called(card)}. ${this.word.decisions[card.decision]}`);
    line.addEventListener("focusin", () => this.activate(card, { scroll: "text" }));
    line.addEventListener("mousedown", (event) => {
      if (!event.target.closest("button, input, select, textarea")) line.focus({ preventScroll: true });
    });
    const head = make("div", "head");
    const words = make("div");
    words.append(make("div", "name", this.called(card)), this.told(card));
    head.append(words, this.acts(card));
    const more = make("div", "more");
    more.append(this.quote(card));
    if (card.wants_choice) more.append(this.choices(card));
    if (card.searching) more.append(this.search(card));
    if (this.editing === card.key) more.append(this.fields(card));
    line.append(head, more);
    const wrong = card.wrong ?? this.missing(card);
    if (wrong) {
      const said = make("p", "wrong", wrong);
      said.setAttribute("role", "alert");
      line.append(said);
    }
    return line;
  }

  missing(card) {
    const lacks = {
      request: () => !this.met(card.values.partner),
      agreement: () => !card.values.partners.some((key) => this.met(key)),
    }[card.topic];
    return card.decision === "yes" && lacks?.() ? this.word.needs_partner : "";
  }

  // A partner that was rejected is nobody's.
  met(key) {
    const partner = this.card(key);
    return partner && partner.decision !== "no" ? partner : null;
  }

  told(card) {
    const told = make("div", "told");
    told.append(make("span", card.confidence, this.word.confidence[card.confidence]));
    const known = card.choices.find((choice) => choice.id === card.chosen);
    if (card.wants_choice) told.append(make("span", "", known ? `→ ${known.name}` : this.word.is_new));
    if (card.is_host) told.append(make("span", "", this.word.host));
    const partner = this.met(card.values.partner);
    if (partner) told.append(make("span", "", this.short(partner)));
    if (card.topic === "person" && card.values.position) told.append(make("span", "", card.values.position));
    if (card.topic === "partner") {
      told.append(make("span", "", this.option("sector", card.values.sector)));
      const event = this.card(card.values.event);
      if (event?.decision === "yes") told.append(make("span", "", `◆ ${this.short(event)}`));
    }
    if (card.topic === "event") told.append(make("span", "", this.day(card.values.starts_on)));
    if (card.topic === "request") {
      told.append(make("span", "", this.option("wish", card.values.wish)));
      told.append(make("span", "", this.word.due.replace("{day}", this.day(card.values.due_on))));
    }
    if (card.values.recalled) told.append(make("span", "", this.word.recalled));
    if (card.values.told) told.append(make("span", "", this.word.told));
    return told;
  }

  // As typed, where it is no date: the server says so.
  iso(typed) {
    const parts = typed.trim().match(/^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/);
    return parts ? [parts[3], parts[2].padStart(2, "0"), parts[1].padStart(2, "0")].join("-") : typed;
  }

  day(iso) {
    const [year, month, day] = (iso ?? "").split("-");
    if (iso && !day) return iso;
    return day ? [day, month, year].join(this.data.language === "en" ? "/" : ".") : "—";
  }

  acts(card) {
    const acts = make("div", "acts");
    const add = (name, icon, label, onPress, pressed) => {
      const button = make("button", name);
      button.type = "button";
      button.dataset.part = name;
      button.title = label;
      button.setAttribute("aria-label", `${label}: ${this.called(card)}`);
      button.setAttribute(name === "edit" ? "aria-expanded" : "aria-pressed", String(pressed));
      const glyph = make("span", "icon", icon);
      glyph.setAttribute("aria-hidden", "true");
      glyph.setAttribute("translate", "no");
      button.append(glyph);
      button.addEventListener("click", onPress);
      acts.append(button);
    };
    add("confirm", "check", this.word.confirm, () => this.decide(card, "yes"), card.decision === "yes");
    add("edit", "edit", this.word.edit, () => this.edit(card), this.editing === card.key);
    add("reject", "close", this.word.reject, () => this.decide(card, "no"), card.decision === "no");
    return acts;
  }

  quote(card) {
    const quote = make("blockquote");
    const words = (card.spans.length && this.slice(card.spans[0])) || "";
    const place = card.quote.indexOf(words);
    if (!words || place < 0 || card.quote === words) quote.textContent = card.quote;
    else quote.append(card.quote.slice(0, place), make("b", "", words), card.quote.slice(place + words.length));
    quote.addEventListener("click", () => {
      this.turn("text");
      this.activate(card, { scroll: "text" });
    });
    return quote;
  }

  slice([start, end]) {
    this.letters ??= Array.from(this.data.text);
    return this.letters.slice(start, end).join("");
  }

  choices(card) {
    const group = make("div", "choices");
    group.setAttribute("role", "radiogroup");
    group.setAttribute("aria-label", this.word.which);
    const add = (label, id, onPress) => {
      const button = make("button", "", label);
      button.type = "button";
      button.dataset.part = `choice-${id}`;
      button.setAttribute("role", "radio");
      button.setAttribute("aria-checked", String(card.chosen === id));
      button.addEventListener("click", onPress);
      group.append(button);
    };
    const choose = (id) => () => {
      card.chosen = id;
      card.is_picked = true;
      card.searching = false;
      card.decision = "yes";
      this.redraw(card);
      this.keep();
    };
    for (const choice of card.choices) add(choice.name, choice.id, choose(choice.id));
    add(this.word.new[card.topic], null, choose(null));
    add(this.word.other, "other", () => {
      card.searching = !card.searching;
      this.redraw(card);
      this.drawn.get(card.key).querySelector(".search input")?.focus();
    });
    return group;
  }

  search(card) {
    const search = make("div", "search");
    const label = make("label", "", this.word.search);
    const input = make("input");
    input.type = "search";
    input.dataset.part = "search";
    input.autocomplete = "off";
    label.append(input);
    const found = make("div", "found");
    found.setAttribute("aria-live", "polite");
    search.className = "search fields";
    label.className = "wide";
    found.classList.add("wide");
    input.addEventListener("input", () => {
      clearTimeout(this.asking);
      if (!input.value.trim()) return;
      this.asking = setTimeout(
        () => this.call("ask", { card: card.key, topic: card.topic, text: input.value, at: Date.now() }),
        280,
      );
    });
    search.append(label, found);
    return search;
  }

  answer() {
    const { answers } = this.data;
    const line = answers && this.drawn.get(answers.card);
    const found = line?.querySelector(".found");
    const card = answers && this.card(answers.card);
    if (!found || !card) return;
    const options = answers.options.map(({ id, name }) => {
      const button = make("button", "", name);
      button.type = "button";
      button.addEventListener("click", () => {
        if (!card.choices.some((choice) => choice.id === id)) card.choices.push({ id, name });
        card.chosen = id;
        card.is_picked = true;
        card.searching = false;
        card.decision = "yes";
        this.redraw(card);
        this.keep();
      });
      return button;
    });
    found.replaceChildren(...(options.length ? options : [make("span", "", this.word.not_found)]));
    found.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }

  edit(card, isOpen = this.editing !== card.key) {
    const before = this.card(this.editing);
    this.editing = isOpen ? card.key : null;
    if (before && before !== card) this.redraw(before);
    if (card.decision === "no") card.decision = "open";
    this.redraw(card);
    if (!isOpen) return;
    const line = this.drawn.get(card.key);
    line.querySelector(`.fields:not(.search) :is(${ROWS})`)?.focus({ preventScroll: true });
    // One that is higher than a phone shows its beginning: there is the field that is typed in.
    const isHigh = line.offsetHeight > innerHeight / 2;
    line.scrollIntoView({ block: isHigh ? "start" : "nearest", behavior: isHigh ? "instant" : "smooth" });
  }

  fields(card) {
    const fields = make("div", "fields");
    const { values } = card;
    const isMeant = (each) => each.topic === "partner" && each.decision !== "no" && !each.is_host;
    const partners = [["", "—"], ...this.cards.filter(isMeant)
      .map((each) => [each.key, this.called(each)])];
    const events = [["", "—"], ...this.cards.filter((each) => each.topic === "event" && each.decision !== "no")
      .map((each) => [each.key, this.called(each)])];
    const of = this.data.options;
    const add = (name, how = {}) => fields.append(this.field(values, name, { ...how, card }));
    if (card.topic === "partner") {
      add("name", { wide: true });
      add("sector", { options: of.sector });
      add("event", { options: events });
      add("role", { options: of.role });
    } else if (card.topic === "event") {
      add("name", { wide: true });
      add("kind", { options: of.event_kind });
      add("starts_on", { type: "date" });
      add("ends_on", { type: "date" });
      add("place", {});
      if (values.parents?.length) add("parent", { options: [["", "—"], ...values.parents] });
    } else if (card.topic === "person") {
      add("name", { wide: true });
      add("position", { wide: true });
      add("partner", { options: partners });
    } else if (card.topic === "request") {
      add("kind", { options: of.follow_up_kind });
      add("wish", { options: of.wish });
      add("direction", { options: of.direction });
      add("partner", { options: partners });
      add("subject", { wide: true });
      add("unit", { options: [["", "—"], ...of.unit] });
      add("owner", { options: of.owner });
      add("due_on", { type: "date" });
    } else {
      add("title", { wide: true });
      add("kind", { options: of.agreement_kind });
      add("signed_on", { type: "date" });
      fields.append(this.ticks(values, partners.slice(1), card));
    }
    return fields;
  }

  field(values, name, { type = "text", options, wide = false, card }) {
    const called = this.word.fields[`${card?.topic}_${name}`] ?? this.word.fields[name];
    const label = make("label", wide ? "wide" : "", called);
    const input = make(options ? "select" : "input");
    input.dataset.part = name;
    if (options) {
      for (const [value, text] of options) {
        const option = make("option", "", text);
        option.value = value;
        input.append(option);
      }
    } else input.type = "text";
    // A date as text: a browser without Kazakh would put the month first.
    const isDay = type === "date";
    if (isDay) {
      input.inputMode = "numeric";
      input.placeholder = this.word.day;
    }
    input.value = (isDay ? values[name] && this.day(values[name]) : values[name]) ?? "";
    if (options && input.selectedIndex < 0) input.selectedIndex = 0;
    input.addEventListener(options ? "change" : "input", () => {
      const typed = isDay ? this.iso(input.value) : input.value;
      input.setAttribute("aria-invalid", String(isDay && typed === input.value && typed !== ""));
      const chosen = typed === "" ? null : typed;
      values[name] = options && options.some(([value]) => value === Number(chosen)) ? Number(chosen) : chosen;
      if (card) this.changed(card, name);
      this.keep();
    });
    if (card?.is_typed && name === "name") input.addEventListener("change", () => this.named(card));
    label.append(input);
    return label;
  }

  ticks(values, partners, card) {
    const group = make("fieldset", "ticks");
    group.append(make("legend", "", this.word.parties));
    for (const [key, name] of partners) {
      const label = make("label", "", null);
      const box = make("input");
      box.type = "checkbox";
      box.dataset.part = `party-${key}`;
      box.checked = values.partners.includes(key);
      box.addEventListener("change", () => {
        values.partners = values.partners.filter((each) => each !== key).concat(box.checked ? [key] : []);
        this.changed(card);
        this.keep();
      });
      label.append(box, name);
      group.append(label);
    }
    return group;
  }

  // What was corrected is meant to be saved; the head of the card says it as it now is.
  changed(card, field) {
    delete card.wrong;
    if (card.decision === "open") card.decision = "yes";
    const { partner, event, partners = [] } = card.values;
    for (const key of [partner, field === "event" ? event : null, ...partners]) {
      const other = this.card(key);
      if (card.decision === "yes" && other?.decision === "open") this.set(other, "yes");
    }
    const line = this.drawn.get(card.key);
    line.className = `card ${card.decision} active`;
    line.querySelector(".name").textContent = this.called(card);
    line.querySelector(".told").replaceWith(this.told(card));
    line.querySelector(".confirm").setAttribute("aria-pressed", String(card.decision === "yes"));
    const wrong = this.missing(card);
    const said = line.querySelector(".wrong");
    if (said && !wrong) said.remove();
    this.shade();
  }
}

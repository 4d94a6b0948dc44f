// A board: a lane for each status, a card for each follow-up. A card is moved by mouse, by its handle
// under a thumb, by its menu, or by keys alone; Python decides, and draws the board anew.
// Everything a person typed enters as text, never as markup.
function make(name, className, text) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text !== undefined && text !== null) element.textContent = text;
  return element;
}

const EDGE = 32; // pixels from the edge of the lanes at which they begin to move along
const STARTS = 6; // pixels that a pointer moves before it drags
const READ = 9000; // milliseconds in which what is said can be read; a refusal stays

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".board");
  const said = root.querySelector(".said");
  const strip = root.querySelector(".lanes");
  // What outlives a drawing: the card that has the focus, what was said last, what is under way.
  const memory = (root.memory ??= {});
  memory.stop?.();
  const inside = root.getRootNode().activeElement;
  const had = inside?.dataset?.card ? { id: inside.dataset.card, part: inside.dataset.part } : null;
  const hadLane = inside?.tagName === "H2" ? inside.closest(".lane").dataset.lane : null;
  const cards = new Map(data.lanes.flatMap((lane) => lane.cards.map((card) => [String(card.id), { ...card, lane }])));
  const titles = new Map(data.lanes.map((lane) => [lane.id, lane.title]));
  const fill = (word, values) => word.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  const say = (text, isRefused) => {
    said.textContent = text;
    said.classList.toggle("refused", Boolean(isRefused));
    clearTimeout(memory.saying);
    if (!isRefused) memory.saying = setTimeout(() => { said.textContent = ""; }, READ);
  };
  const lanes = () => [...strip.querySelectorAll(".lane")];
  const laneOf = (id) => strip.querySelector(`.lane[data-lane="${CSS.escape(id)}"]`);
  const part = (id, name) => strip.querySelector(`[data-card="${CSS.escape(id)}"][data-part="${name}"]`);

  // Where a card is, so that the focus finds its neighbour when it leaves the board.
  function placeOf(id) {
    const lane = cards.get(id).lane;
    return { id, lane: lane.id, at: lane.cards.findIndex((card) => String(card.id) === id) };
  }

  function send(id, to) {
    const card = cards.get(id);
    memory.sent = { ...placeOf(id), asks: card.asks.includes(to) };
    if (!memory.sent.asks) {
      // It stands where it was put until the answer comes, faintly.
      const element = part(id, "link").closest(".card");
      element.classList.add("sent");
      laneOf(to).querySelector("ul").prepend(element);
    }
    setTriggerValue("move", { id: card.id, to, revision: card.revision });
  }

  // One card takes part in the tab order; arrows go to the others.
  function enter(id, name = "link") {
    for (const each of strip.querySelectorAll("[data-card]")) each.tabIndex = each.dataset.card === id ? 0 : -1;
    memory.current = id;
    if (name) {
      const element = part(id, name);
      element?.focus({ preventScroll: true });
      element?.closest(".card").scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  }

  function neighbour({ lane, at }, across, along) {
    const order = data.lanes.filter((each) => each.cards.length);
    let place = order.findIndex((each) => each.id === lane);
    if (across) place = Math.min(order.length - 1, Math.max(0, place + across));
    const there = order[place].cards;
    const to = across ? Math.min(at, there.length - 1) : Math.min(there.length - 1, Math.max(0, at + along));
    return String(there[to].id);
  }

  // By keys: lifted, led from lane to lane, put down.
  function lift(id) {
    const card = cards.get(id);
    if (!card.moves.length) return;
    const own = card.lane.id;
    const aims = data.lanes.map((lane) => lane.id).filter((lane) => lane === own || card.moves.includes(lane));
    const element = part(id, "link").closest(".card");
    let at = aims.indexOf(own);
    const show = () => {
      lanes().forEach((lane) => {
        lane.classList.toggle("barred", !aims.includes(lane.dataset.lane));
        lane.classList.toggle("aim", lane.dataset.lane === aims[at]);
      });
      laneOf(aims[at]).scrollIntoView({ block: "nearest", inline: "nearest" });
    };
    element.classList.add("lifted");
    show();
    say(fill(data.words.lifted, { name: card.title, lane: titles.get(own) }));
    memory.stop = () => {
      memory.stop = null;
      memory.lifted = null;
      element.classList.remove("lifted");
      lanes().forEach((lane) => lane.classList.remove("aim", "barred"));
    };
    memory.lifted = {
      turn(step) {
        at = Math.min(aims.length - 1, Math.max(0, at + step));
        show();
        say(aims[at] === own ? fill(data.words.back, { lane: titles.get(own) }) : fill(data.words.over, { lane: titles.get(aims[at]) }));
      },
      put() {
        memory.stop();
        if (aims[at] === own) say(fill(data.words.left, { name: card.title }));
        else send(id, aims[at]);
      },
      leave() {
        memory.stop();
        say(fill(data.words.left, { name: card.title }));
      },
    };
  }

  function onKey(event) {
    const { card: id, part: name } = event.target.dataset;
    if (!id || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (memory.lifted) {
      if (step) memory.lifted.turn(step[0] + step[1]);
      else if (event.key === "Enter" || event.key === " ") memory.lifted.put();
      else if (event.key === "Escape") memory.lifted.leave();
      else if (event.key === "Tab") return memory.lifted.leave();
    } else if (step) enter(neighbour(placeOf(id), ...step));
    else if (event.key === "Home") enter(neighbour(placeOf(id), 0, -Infinity));
    else if (event.key === "End") enter(neighbour(placeOf(id), 0, Infinity));
    else if (event.key === " " && name === "link") lift(id);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // By mouse, from anywhere on the card; under a thumb by the handle, because the rest scrolls.
  function onDown(event) {
    const element = event.target.closest(".card");
    if (!element || event.button || event.target.closest(".move, .choices")) return;
    if (event.pointerType !== "mouse" && !event.target.closest(".grip")) return;
    const card = cards.get(element.dataset.of);
    if (!card.moves.length) return;
    memory.stop?.();
    const start = { x: event.clientX, y: event.clientY };
    const box = element.getBoundingClientRect();
    let ghost = null;
    let last = event;
    let aim = null;
    let along = 0;
    let timer = 0;
    const find = (x, y) => {
      const lane = lanes().find((each) => {
        const { left, right, top, bottom } = each.getBoundingClientRect();
        return x >= left && x <= right && y >= top && y <= bottom;
      });
      aim = lane && card.moves.includes(lane.dataset.lane) ? lane.dataset.lane : null;
      lanes().forEach((each) => each.classList.toggle("aim", each.dataset.lane === aim));
    };
    const move = (now) => {
      if (!ghost) {
        if (Math.hypot(now.clientX - start.x, now.clientY - start.y) < STARTS) return;
        ghost = element.cloneNode(true);
        ghost.classList.add("ghost");
        ghost.setAttribute("aria-hidden", "true");
        ghost.style.inlineSize = box.width + "px";
        ghost.popover = "manual";
        root.append(ghost);
        ghost.showPopover();
        element.classList.add("lifted");
        lanes().forEach((each) => each.classList.toggle("barred", ![card.lane.id, ...card.moves].includes(each.dataset.lane)));
        strip.classList.add("moving");
        timer = setInterval(() => {
          if (!along) return;
          strip.scrollLeft += along;
          find(last.clientX, last.clientY);
        }, 16);
      }
      last = now;
      ghost.style.transform = `translate(${box.left + now.clientX - start.x}px, ${box.top + now.clientY - start.y}px)`;
      const { left, right } = strip.getBoundingClientRect();
      along = now.clientX < left + EDGE ? -9 : now.clientX > right - EDGE ? 9 : 0;
      find(now.clientX, now.clientY);
    };
    const end = (now) => {
      const wasDragged = ghost !== null;
      const to = now.type === "pointerup" ? aim : null;
      memory.stop();
      if (!wasDragged) return;
      // The press that ends a drag opens nothing.
      const swallow = (click) => { click.preventDefault(); click.stopImmediatePropagation(); };
      root.addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => root.removeEventListener("click", swallow, { capture: true }), 50);
      if (to) {
        enter(element.dataset.of);
        send(element.dataset.of, to);
      }
    };
    const key = (now) => {
      if (now.key === "Escape") memory.stop();
    };
    const listen = { signal: (memory.pointer = new AbortController()).signal };
    window.addEventListener("pointermove", move, listen);
    window.addEventListener("pointerup", end, listen);
    window.addEventListener("pointercancel", end, listen);
    window.addEventListener("keydown", key, listen);
    memory.stop = () => {
      memory.stop = null;
      memory.pointer.abort();
      clearInterval(timer);
      strip.classList.remove("moving");
      ghost?.remove();
      element.classList.remove("lifted");
      lanes().forEach((each) => each.classList.remove("aim", "barred"));
    };
  }

  // By a menu of the lanes that it may go to, above everything else on the page.
  function menu(card, button) {
    const list = make("div", "choices");
    list.popover = "auto";
    list.setAttribute("role", "menu");
    list.setAttribute("aria-label", data.words.move);
    for (const to of card.moves) {
      const each = make("button", "", titles.get(to) + (card.asks.includes(to) ? " …" : ""));
      each.type = "button";
      each.setAttribute("role", "menuitem");
      each.addEventListener("click", () => {
        list.hidePopover();
        enter(String(card.id), "move");
        send(String(card.id), to);
      });
      list.append(each);
    }
    list.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      event.stopPropagation();
      if (event.key === "Tab") list.hidePopover();
      if (!step) return;
      event.preventDefault();
      const all = [...list.children];
      all.at((all.indexOf(event.target) + step) % all.length).focus();
    });
    list.addEventListener("toggle", ({ newState }) => button.setAttribute("aria-expanded", String(newState === "open")));
    button.setAttribute("aria-haspopup", "menu");
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", () => {
      list.showPopover();
      const at = button.getBoundingClientRect();
      const { width, height } = list.getBoundingClientRect();
      const isAbove = at.bottom + height > innerHeight;
      list.style.insetBlockStart = Math.max(4, isAbove ? at.top - height - 4 : at.bottom + 4) + "px";
      list.style.insetInlineStart = Math.max(4, Math.min(at.right, innerWidth - 4) - width) + "px";
      list.firstChild.focus();
    });
    return list;
  }

  function drawn(card) {
    const item = make("li", "card");
    item.dataset.of = card.id;
    const head = make("div", "head");
    const link = make("a", "", card.title);
    link.href = card.href;
    link.draggable = false;
    link.dataset.card = card.id;
    link.dataset.part = "link";
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      setTriggerValue("open", card.id);
    });
    head.append(link);
    item.append(head, make("div", "partner", card.partner));
    const facts = make("div", "facts");
    facts.append(make("span", "due" + (card.is_late ? " late" : ""), card.due));
    for (const badge of card.badges) facts.append(make("span", "badge " + (badge.tone ?? ""), badge.text));
    item.append(facts);
    const foot = make("div", "foot");
    foot.append(make("span", "owner", card.owner));
    if (card.moves.length) {
      const button = make("button", "move", data.words.move);
      button.type = "button";
      button.dataset.card = card.id;
      button.dataset.part = "move";
      button.setAttribute("aria-label", data.words.move + ": " + card.title);
      const grip = make("span", "grip", "⠿");
      grip.setAttribute("aria-hidden", "true");
      foot.append(button, grip, menu(card, button));
    }
    item.append(foot);
    return item;
  }

  function lane(each) {
    const section = make("section", "lane" + (each.is_folded ? " folded" : ""));
    section.dataset.lane = each.id;
    const title = make("h2", "", each.title);
    title.id = "lane-" + each.id;
    title.tabIndex = -1;
    if (!each.is_folded) title.append(" ", make("span", "count", each.total));
    section.setAttribute("aria-labelledby", title.id);
    const list = make("ul");
    list.setAttribute("aria-labelledby", title.id);
    list.append(...each.cards.map(drawn));
    section.append(title);
    if (each.note) section.append(make("p", "note", each.note));
    section.append(list);
    if (each.more) {
      const more = make("a", "more", each.more);
      more.href = each.more_href;
      more.target = "_self";
      section.append(more);
    }
    return section;
  }

  const at = { left: strip.scrollLeft, tops: new Map(lanes().map((each) => [each.dataset.lane, each.scrollTop])) };
  root.querySelector(".hint").textContent = cards.size ? data.words.hint : "";
  // Lanes that the filter empties stand above each other.
  const columns = [];
  for (const each of data.lanes) {
    if (!each.is_folded || columns.at(-1)?.className !== "stack") columns.push(each.is_folded ? make("div", "stack") : lane(each));
    if (each.is_folded) columns.at(-1).append(lane(each));
  }
  strip.style.gridTemplateColumns = columns.map((each) => (each.className === "stack" ? "var(--folded)" : "var(--full)")).join(" ");
  strip.setAttribute("aria-label", data.caption);
  strip.tabIndex = cards.size ? -1 : 0; // an empty one is scrolled by keys, too
  strip.replaceChildren(...columns);
  strip.scrollLeft = at.left;
  lanes().forEach((each) => { each.scrollTop = at.tops.get(each.dataset.lane) ?? 0; });
  strip.onkeydown = onKey;
  strip.onpointerdown = onDown;
  strip.onfocusin = ({ target }) => target.dataset.card && target.dataset.card !== memory.current && enter(target.dataset.card, "");

  if (data.said && data.said.at !== memory.said) {
    memory.said = data.said.at;
    say(data.said.text, data.said.is_refused);
  }
  const first = cards.keys().next().value;
  const current = [had?.id, memory.current].find((id) => cards.has(id)) ?? first;
  if (current) enter(current, "");
  // The focus stays with the card that was moved; where that has left the board, with the next one.
  const sent = data.asking ? null : memory.sent;
  if (sent) {
    memory.sent = null;
    const there = data.lanes.find((each) => each.id === sent.lane);
    const next = there?.cards[Math.min(sent.at, there.cards.length - 1)];
    const focus = () => {
      if (cards.has(sent.id)) enter(sent.id);
      else if (next) enter(String(next.id));
      else laneOf(sent.lane)?.querySelector("h2").focus();
    };
    focus();
    // A dialog gives the focus back to nobody after it has gone; somebody quicker than that keeps it.
    const lost = () => !root.getRootNode().activeElement && [null, document.body].includes(document.activeElement);
    if (sent.asks) setTimeout(() => lost() && focus(), 300);
  } else if (had && cards.has(had.id)) enter(had.id, had.part);
  else if (hadLane) laneOf(hadLane)?.querySelector("h2").focus();
}

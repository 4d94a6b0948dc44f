// Keys for those who type all day, and a sheet that lists them. Letters are found by their place on
// the keyboard, so that Kazakh and Russian layouts work; none is taken from a field, nor from a part
// of the page that has keys of its own. A letter alone can be switched off: who dictates to the
// computer, or whose hand trembles, presses letters without meaning to.
(() => {
  "use strict";
  const GO = { h: "", p: "partners", f: "follow_ups", e: "events", a: "help" };
  const WAITS = 1500; // milliseconds for the letter after G
  const SHOWS = 15_000; // milliseconds in which a page has to show its form
  const OFF = "seriktes-keys-off";
  const WORDS = ABOUT.keys;
  let since = -WAITS;

  const isOn = () => localStorage.getItem(OFF) === null;

  const letter = ({ key, code }) => {
    if (/^[a-z]$/i.test(key)) return key.toLowerCase();
    return /^Key[A-Z]$/.test(code) ? code[3].toLowerCase() : "";
  };

  const typesInto = (target) =>
    target instanceof Element &&
    (target.closest("input, textarea, select, [contenteditable], [role=textbox], [role=spinbutton]") ||
      target.isContentEditable);

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.repeat || event.isComposing) return;
    const isCommand = event.ctrlKey || event.metaKey;
    if (isCommand && !event.altKey && !event.shiftKey && letter(event) === "s") {
      event.preventDefault(); // the browser would save the page as a file
      save();
      return;
    }
    if (isCommand || event.altKey || !isOn() || typesInto(event.composedPath()[0])) return;
    if (document.querySelector("dialog.seriktes-keys[open]")) return;
    if (event.key === "?" || (event.code === "Slash" && event.shiftKey)) {
      event.preventDefault();
      sheet();
      return;
    }
    if (event.shiftKey || dialog()) return;
    const pressed = letter(event);
    const isSecond = performance.now() - since < WAITS;
    since = pressed === "g" && !isSecond ? performance.now() : -WAITS;
    if (isSecond && pressed in GO) {
      event.preventDefault();
      go(GO[pressed]);
    } else if (isSecond && pressed === "m") {
      event.preventDefault();
      meeting();
    }
  });

  const dialog = () => [...document.querySelectorAll('[role="dialog"]')].at(-1);

  // By the list at the side, where that is possible: the page then keeps what it knows.
  const go = (page) => {
    const links = document.querySelectorAll('[data-testid="stSidebarNavLink"]');
    const wanted = new URL("/" + page, location.origin).pathname;
    const link = [...links].find(({ href }) => new URL(href).pathname === wanted);
    if (link) link.click();
    else location.assign("/" + page);
  };

  const whenThere = (selector, then, until = performance.now() + SHOWS) => {
    const found = document.querySelector(selector);
    if (found) then(found);
    else if (performance.now() < until) setTimeout(whenThere, 100, selector, then, until);
  };

  // Where a page has the button, its partner or event is filled in; else on Home.
  const meeting = () => {
    const button = document.querySelector(".st-key-interaction-add button");
    if (button) {
      button.click();
      return;
    }
    go("");
    whenThere('[class*="st-key-home-"][class*="-partners"] input', (field) => field.focus());
  };

  // What was typed last is told to the server when its field is left; the button waits for that.
  const save = () => {
    const place = dialog() ?? document.querySelector('[data-testid="stMain"]');
    const button = () =>
      [...(place?.querySelectorAll("button") ?? [])].find(
        (each) =>
          !each.disabled &&
          (each.closest('[class$="-save"], [class*="-save "]') ||
            each.matches('[data-testid="stBaseButton-primaryFormSubmit"]')),
      );
    if (!button()) return;
    const field = document.activeElement;
    field?.blur();
    const press = (times) => {
      const isBusy = document.querySelector('[data-test-script-state="running"]') !== null;
      if (isBusy && times > 0) setTimeout(press, 100, times - 1);
      else button()?.click();
    };
    setTimeout(press, 150, 100);
  };

  const LINES = [
    ["Ctrl + K", "search"],
    ["?", "sheet"],
    ["G H", "home"],
    ["G P", "partners"],
    ["G F", "follow_ups"],
    ["G E", "events"],
    ["G A", "help"],
    ["G M", "meeting"],
    ["Ctrl + S", "save"],
    ["", "list"],
    ["", "review"],
    ["", "board"],
  ];

  const element = (name, text = "", ...inside) => {
    const made = document.createElement(name);
    made.append(...(text ? [text] : []), ...inside);
    return made;
  };

  const sheet = () => {
    const back = document.activeElement;
    const shown = element("dialog");
    shown.className = "seriktes-keys";
    const page = getComputedStyle(document.querySelector('[data-testid="stApp"]'));
    shown.style.color = page.color;
    shown.style.backgroundColor = page.backgroundColor;
    shown.style.colorScheme = page.colorScheme;
    shown.setAttribute("aria-labelledby", "seriktes-keys");
    const title = element("h2", WORDS.title);
    title.id = "seriktes-keys";
    const list = element("dl");
    for (const [keys, word] of LINES.filter(([keys]) => keys)) {
      const said = element("dt");
      for (const key of keys.split(" ")) said.append(key === "+" ? "+" : element("kbd", key));
      list.append(said, element("dd", WORDS[word]));
    }
    const more = element("ul");
    for (const [keys, word] of LINES) if (!keys) more.append(element("li", WORDS[word]));
    const choice = element("input");
    choice.type = "checkbox";
    choice.checked = isOn();
    choice.addEventListener("change", () =>
      choice.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "yes"),
    );
    const close = element("button", WORDS.close);
    close.addEventListener("click", () => shown.close());
    shown.append(title, list, more, element("label", "", choice, WORDS.off), close);
    shown.addEventListener("click", ({ target }) => target === shown && shown.close());
    shown.addEventListener("close", () => {
      shown.remove();
      back?.focus?.();
    });
    document.body.append(shown);
    shown.showModal();
    close.focus();
  };

  // A link to the sheet, for those who have switched the keys off.
  document.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest(".st-key-show_keys button")) sheet();
  });
})();

// Streamlit's own words in the reader's language. `ABOUT` stands before this file.
(() => {
  "use strict";
  const { language, locale, words } = ABOUT;

  // Streamlit and the browser's formats ask here which language to use.
  Object.defineProperty(navigator, "language", { get: () => locale, configurable: true });
  Object.defineProperty(navigator, "languages", { get: () => [locale], configurable: true });
  // Streamlit keeps the page's language; a changed title of the page must not change it.
  document.documentElement.lang = language;

  speakDatesAndNumbers();
  if (language !== "en") translate();

  // Who names no language means the reader's, and not the browser's. Chromium knows no Kazakh:
  // left alone, November is "M11" and a thousand is "1,000".
  function speakDatesAndNumbers() {
    const PlainDate = Intl.DateTimeFormat;
    const PlainNumber = Intl.NumberFormat;
    const meant = (wanted) => (wanted === undefined || wanted.length === 0 ? locale : wanted);
    const isKazakh = (wanted) => String([meant(wanted)].flat()[0]).startsWith("kk");

    function OurDate(wanted, options) {
      if (isKazakh(wanted)) return kazakhDate(PlainDate, options || {});
      return new PlainDate(meant(wanted), options);
    }
    function OurNumber(wanted, options) {
      return new PlainNumber(isKazakh(wanted) ? "ru-RU" : meant(wanted), options);
    }
    for (const [ours, plain] of [[OurDate, PlainDate], [OurNumber, PlainNumber]]) {
      ours.prototype = plain.prototype;
      ours.supportedLocalesOf = plain.supportedLocalesOf.bind(plain);
    }
    Intl.DateTimeFormat = OurDate;
    Intl.NumberFormat = OurNumber;

    // Dates and numbers also format themselves, past Intl.
    const date = { year: "numeric", month: "numeric", day: "numeric" };
    const time = { hour: "numeric", minute: "numeric", second: "numeric" };
    for (const [name, usual] of [
      ["toLocaleDateString", date],
      ["toLocaleTimeString", time],
      ["toLocaleString", { ...date, ...time }],
    ]) {
      Date.prototype[name] = function (wanted, options) {
        return new OurDate(wanted, options || usual).format(this);
      };
    }
    Number.prototype.toLocaleString = function (wanted, options) {
      return new OurNumber(wanted, options).format(this);
    };
  }

  // Order, separators and clock as in Russian, which Kazakhstan shares, but for dates in words:
  // "2026 ж. 2 қараша, дүйсенбі".
  function kazakhDate(PlainDate, asked) {
    const MONTHS = [
      "қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым",
      "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан",
    ];
    const SHORT = [
      "қаң.", "ақп.", "нау.", "сәу.", "мам.", "мау.", "шіл.", "там.", "қыр.", "қаз.", "қар.", "жел.",
    ];
    const DAYS = ["жексенбі", "дүйсенбі", "сейсенбі", "сәрсенбі", "бейсенбі", "жұма", "сенбі"];
    const SHORT_DAYS = ["Жс", "Дс", "Сс", "Ср", "Бс", "Жм", "Сб"];
    const ENGLISH_DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    const TIMES = ["hour", "minute", "second", "fractionalSecond", "dayPeriod", "timeZoneName"];

    const format = new PlainDate("ru-RU", asked);
    const resolved = format.resolvedOptions.bind(format);
    Object.defineProperty(format, "resolvedOptions", {
      value: () => ({ ...resolved(), locale: "kk-KZ" }),
    });
    const style = asked.dateStyle;
    const isNamed = ["long", "short", "narrow"].includes(asked.month) || (style && style !== "short");
    if (!isNamed && !asked.weekday && style !== "full") return format;

    const { timeZone } = resolved();
    const monthOf = new PlainDate("en", { month: "numeric", timeZone });
    const dayOf = new PlainDate("en", { weekday: "short", timeZone });
    const plainParts = format.formatToParts.bind(format);

    const month = (moment) => {
      const place = Number(monthOf.format(moment)) - 1;
      const word = asked.month === "short" || style === "medium" ? SHORT[place] : MONTHS[place];
      if (asked.month === "narrow") return word.charAt(0).toUpperCase();
      const isAlone = !asked.day && !asked.year && !style;
      return isAlone ? word.charAt(0).toUpperCase() + word.slice(1) : word;
    };
    const weekday = (moment) => {
      const place = ENGLISH_DAYS.indexOf(dayOf.format(moment));
      return asked.weekday === "long" || style === "full" ? DAYS[place] : SHORT_DAYS[place];
    };

    const parts = (date) => {
      const moment = date === undefined ? Date.now() : date;
      const plain = plainParts(moment);
      const has = (type) => plain.find((part) => part.type === type);
      const literal = (value) => ({ type: "literal", value });
      const made = [];
      const add = (before, part) => made.push(...(made.length ? [literal(before)] : []), part);
      if (!isNamed) {
        return plain.map((part) =>
          part.type === "weekday" ? { ...part, value: weekday(moment) } : part,
        );
      }
      if (has("year")) made.push(has("year"), literal(" ж."));
      if (has("day")) add(" ", has("day"));
      if (has("month")) add(" ", { type: "month", value: month(moment) });
      if (has("weekday")) add(", ", { type: "weekday", value: weekday(moment) });
      const clock = plain.findIndex((part) => TIMES.includes(part.type));
      return clock < 0 ? made : [...made, literal(", "), ...plain.slice(clock)];
    };
    Object.defineProperty(format, "formatToParts", { value: parts });
    Object.defineProperty(format, "format", {
      value: (date) => parts(date).map((part) => part.value).join(""),
    });
    return format;
  }

  function translate() {
    // "View {n} more" in the dictionary stands for every number.
    const patterns = Object.entries(words)
      .filter(([english]) => english.includes("{n}"))
      .map(([english, ours]) => {
        const escaped = english.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
        return [new RegExp("^" + escaped.replace(/\{n\}/g, "(.+?)") + "$"), ours];
      });

    // The date fields speak to screen readers in English, whatever language they are asked for.
    const monthOf = new Intl.DateTimeFormat(locale, { month: "long" });
    const months = Object.fromEntries(
      [...Array(12).keys()].map((place) => {
        const day = new Date(2024, place, 15);
        return [day.toLocaleString("en", { month: "long" }), monthOf.format(day)];
      }),
    );
    const MONTH = new RegExp("\\b(" + Object.keys(months).join("|") + ")\\b");
    const dated = (text) => text.replace(MONTH, (month) => months[month]);

    // Of a file: "20MB" is 20 МБ, "1.5KB" is 1,5 КБ.
    const SIZE = /^(\d+)(?:\.0*|\.(\d+))?\s?([KMG]?)B$/;
    const UNITS = { "": "Б", K: "КБ", M: "МБ", G: "ГБ" };
    const sized = (text) =>
      text.replace(SIZE, (_, whole, rest, unit) => `${whole}${rest ? "," + rest : ""}\u00a0${UNITS[unit]}`);
    const said = (text) => sized(dated(text));

    const translated = (text) => {
      const plain = text.trim();
      if (!plain || plain.length > 200) return null;
      if (SIZE.test(plain)) return text.replace(plain, () => sized(plain));
      if (/^\d+ – \w+$/.test(plain)) return dated(text);
      if (Object.hasOwn(words, plain)) return text.replace(plain, () => words[plain]);
      for (const [pattern, ours] of patterns) {
        const found = pattern.exec(plain);
        if (found) {
          let next = 1;
          return text.replace(plain, () => ours.replace(/\{n\}/g, () => said(found[next++])));
        }
      }
      return null;
    };

    // What people wrote, and what we wrote, is never touched: only Streamlit's own furniture.
    const OURS = [
      "stMarkdownContainer", "stHtml", "stText", "stCode", "stHeading", "stCaptionContainer",
      "stMetric", "stJson", "stSidebarNavItems", "stSelectboxVirtualDropdown", "stToast", "stPills",
    ]
      .map((id) => `[data-testid="${id}"]`)
      .concat("[class*=stBidiComponent]", "table", "textarea", "input", "[contenteditable]", "[role=option]")
      .join(",");
    // These stand inside of such a container, and are Streamlit's all the same.
    const THEIRS =
      '[data-testid="stFileUploader"] button, [data-testid="InputInstructions"],' +
      '[role=spinbutton], [role=option][data-key="__creatable__"], [role=listbox][data-empty]';
    const isOurs = (node) => node.closest(OURS) !== null && node.closest(THEIRS) === null;
    const ATTRIBUTES = [
      "aria-label", "placeholder", "title", "alt", "aria-roledescription", "aria-valuetext",
    ];

    const visitAttributes = (element) => {
      for (const name of ATTRIBUTES) {
        const value = element.getAttribute(name);
        const ours = value && translated(value);
        if (ours && ours !== value) element.setAttribute(name, ours);
      }
    };
    const visit = (node) => {
      if (node.nodeType === Node.TEXT_NODE) {
        const parent = node.parentElement;
        if (!parent || isOurs(parent)) return;
        const ours = translated(node.data);
        if (ours !== null && ours !== node.data) node.data = ours;
      } else if (node.nodeType === Node.ELEMENT_NODE) {
        visitAttributes(node);
        node.childNodes.forEach(visit);
      }
    };

    const start = () => {
      visit(document.body);
      new MutationObserver((changes) => {
        for (const change of changes) {
          if (change.type === "childList") change.addedNodes.forEach(visit);
          else if (change.type === "characterData") visit(change.target);
          else visitAttributes(change.target);
        }
      }).observe(document.body, {
        subtree: true,
        childList: true,
        characterData: true,
        attributes: true,
        attributeFilter: ATTRIBUTES,
      });
    };
    if (document.body) start();
    else document.addEventListener("DOMContentLoaded", start);
  }
})();

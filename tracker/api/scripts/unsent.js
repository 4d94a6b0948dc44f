// What is typed into a long field reaches the server when the person leaves the field. Until then
// it would be lost with the connection, the server or the sign-in; so it is also sent while it is
// typed, and the form offers it again. The key of a field says which form it is in, which opening
// of that form, and which field.
(() => {
  "use strict";
  const PAUSE = 1500; // milliseconds after the last letter
  const LONGEST = 5000; // but while somebody types on, at least this often
  const AGAIN = 1000; // after the server did not answer
  const KEPT = 204;
  const LARGEST = 1_000_000; // bytes that the gate lets through
  const KEY = /^st-key-(.+)-([0-9a-f]{32})-(\w+)$/;
  const forms = new Map(); // by key: place, texts, since, timer

  const named = (field) => {
    for (let each = field; each; each = each.parentElement) {
      for (const name of each.classList) {
        const found = KEY.exec(name);
        if (found) return { place: found[1], key: found[2], name: found[3] };
      }
    }
    return null;
  };

  document.addEventListener(
    "input",
    ({ target }) => {
      if (!(target instanceof HTMLTextAreaElement)) return;
      const about = named(target);
      if (about) keep({ ...about, text: target.value });
    },
    true,
  );
  // A sheet of ours (`ui/assets/sheet.js`) says itself what of it was typed.
  document.addEventListener("typed", ({ detail }) => keep(detail));

  const keep = ({ place, key, name, text }) => {
    const form = forms.get(key) ?? { place, texts: {}, since: performance.now() };
    if (!form.timer) form.since = performance.now();
    form.texts[name] = text;
    form.isNew = true;
    forms.set(key, form);
    clearTimeout(form.timer);
    const left = form.since + LONGEST - performance.now();
    form.timer = setTimeout(send, Math.max(0, Math.min(PAUSE, left)), key);
  };

  const send = async (key, isLast = false) => {
    const form = forms.get(key);
    if (!form?.isNew || (form.isSending && !isLast)) return;
    clearTimeout(form.timer);
    form.timer = undefined;
    form.isNew = false;
    const body = new Blob([JSON.stringify({ place: form.place, texts: form.texts })], {
      type: "application/json",
    });
    if (body.size > LARGEST) return; // what is so long was pasted, and is still where it came from
    form.isSending = true;
    try {
      const answer = await fetch("/drafts/" + key, {
        method: "POST",
        body,
        credentials: "same-origin",
        keepalive: isLast && body.size < 60_000,
      });
      if (answer.status >= 500) throw new Error(String(answer.status));
      if (answer.status === KEPT) offer(form);
    } catch {
      form.isNew = true;
      form.timer = setTimeout(send, AGAIN, key);
    } finally {
      form.isSending = false;
    }
    if (form.isNew && !form.timer) form.timer = setTimeout(send, PAUSE, key);
  };

  // A server that came back draws the form anew, and cannot have offered what comes only now.
  const offer = (form) => {
    const fields = [...document.querySelectorAll("textarea")];
    const same = fields.filter((field) => named(field)?.place === form.place);
    const isGone = !same.some((field) => forms.get(named(field).key) === form);
    if (same.length && isGone && same.every((field) => !field.value.trim())) location.reload();
  };

  const sendAll = (isLast) => [...forms.keys()].forEach((key) => send(key, isLast));
  document.addEventListener("focusout", () => sendAll(false), true);
  document.addEventListener("visibilitychange", () => document.hidden && sendAll(true));
  addEventListener("pagehide", () => sendAll(true));
})();

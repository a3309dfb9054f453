// What somebody types on a staff page is kept in this tab until the server has accepted it: a session
// that ended, the back button, a refusal, a tab that was reloaded lose nothing. It stands in the
// tab's sessionStorage alone, for one person, and goes when they sign out or the tab is closed.
(() => {
  "use strict";
  const person = document.querySelector("meta[name=person]")?.content;
  const note = document.getElementById("kept-note");
  if (!person || !note) return;
  const PREFIX = "huancui-kept:";
  const LONGEST = 50_000;
  const A_DAY = 12 * 3_600_000;  // as long as a session lasts at most
  const KEPT = "textarea, select, input:not([type]), input[type=text], input[type=date], input[type=time], "
    + "input[type=datetime-local], input[type=number], input[type=email], input[type=radio]";

  const names = () => Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX));
  const forget = () => names().forEach((name) => sessionStorage.removeItem(name));
  const read = (name) => name === `${PREFIX}of`
    ? null : JSON.parse(sessionStorage.getItem(name) ?? "null");

  if (sessionStorage.getItem(`${PREFIX}of`) !== person) forget();
  sessionStorage.setItem(`${PREFIX}of`, person);
  for (const name of names()) {
    if (read(name)?.at < Date.now() - A_DAY) sessionStorage.removeItem(name);
  }
  const accepted = document.cookie.match(/(?:^|; )huancui-kept=([0-9a-z-]+)/)?.[1];
  if (accepted) {
    for (const name of names()) if (read(name)?.id === accepted) sessionStorage.removeItem(name);
    document.cookie = "huancui-kept=; path=/staff/; max-age=0";
  }

  const isKept = (form) => form.method === "post" && form.closest("main")
    && !form.matches("[role=search], [data-forget], [data-live]");
  const fields = (form) => Array.from(form.elements)
    .filter((each) => each.name && each.matches(KEPT) && each.autocomplete !== "off");
  const place = (form) => {
    const action = form.getAttribute("action") ?? "";
    const same = Array.from(document.forms).filter((f) => (f.getAttribute("action") ?? "") === action);
    return `${PREFIX}${location.pathname} ${action} ${same.indexOf(form)}`;
  };
  // A telephone number is typed again rather than kept.
  const value = (each) => (/^\+?\d[\d\s-]{6,}$/.test(each.value) && each.type === "text" ? "" : each.value);
  const values = (form) => fields(form)
    .map((each) => [each.name, each.type === "radio" ? each.checked && each.value : value(each)]);

  function keep(form) {
    const held = JSON.stringify({ at: Date.now(), id: form.elements.kept?.value, values: values(form) });
    if (held.length < LONGEST) sessionStorage.setItem(place(form), held);
  }

  function restore(form) {
    const held = read(place(form));
    const now = values(form);
    if (!held || held.values.length !== now.length
        || JSON.stringify(held.values) === JSON.stringify(now)) return;
    if (held.values.some(([name], index) => name !== now[index][0])) return;
    fields(form).forEach((each, index) => {
      const value = held.values[index][1];
      if (value === now[index][1]) return;
      if (each.type === "radio") each.checked = value === each.value; else each.value = value;
      each.dispatchEvent(new Event("input", { bubbles: true }));
    });
    const said = note.content.firstElementChild.cloneNode(true);
    said.querySelector("button").addEventListener("click", () => {
      sessionStorage.removeItem(place(form));
      form.reset();
      said.remove();
    });
    form.prepend(said);
    for (let part = form.closest("details"); part; part = part.parentElement.closest("details")) {
      part.open = true;
    }
  }

  for (const form of document.forms) if (isKept(form)) restore(form);
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && event.isTrusted && isKept(form) && event.target.matches(KEPT)) keep(form);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.id === "logout-form") return forget();
    if (!isKept(form) || !sessionStorage.getItem(place(form))) return;
    const id = form.elements.kept ?? form.appendChild(Object.assign(
      document.createElement("input"), { type: "hidden", name: "kept" }));
    id.value = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 12)}`;
    keep(form);
  }, true);
})();

// The template editor: a preview while typing, inserting placeholders, Ctrl+S, a guard against
// losing text. Everything is computed by the server; without this script the page works the same.
(() => {
  "use strict";
  const PAUSE_MS = 300;
  const form = document.getElementById("editor");
  if (!form) return;
  const text = form.elements.namedItem("body");
  const submit = document.getElementById("submit");
  const whyNot = document.getElementById("why-not");
  let timer, running, composing = false, changed = false;

  function showWhetherBlocked() {
    const blocked = document.getElementById("preview").dataset.blocked === "1";
    submit.disabled = blocked;
    whyNot.hidden = !blocked;
  }

  async function refresh() {
    running?.abort();
    running = new AbortController();
    try {
      const answer = await fetch(form.dataset.preview, {
        method: "POST", body: new FormData(form), signal: running.signal,
        headers: { "X-Requested-With": "XMLHttpRequest" },
      });
      if (!answer.ok || answer.redirected) return;
      document.getElementById("preview").outerHTML = await answer.text();
      showWhetherBlocked();
    } catch (error) {
      if (error.name !== "AbortError") console.warn("preview failed");
    }
  }

  function soon() {
    clearTimeout(timer);
    if (!composing) timer = setTimeout(refresh, PAUSE_MS);
  }

  text.addEventListener("compositionstart", () => { composing = true; });
  text.addEventListener("compositionend", () => { composing = false; soon(); });
  form.addEventListener("input", () => { changed = true; soon(); });
  for (const name of ["specimen", "lender"]) {
    form.elements.namedItem(name)?.addEventListener("change", refresh);
  }
  document.getElementById("refresh").hidden = true;

  form.addEventListener("click", (event) => {
    const insert = event.target.closest("[data-insert]");
    if (insert) {
      text.setRangeText(insert.dataset.insert, text.selectionStart, text.selectionEnd, "end");
      text.focus();
      text.dispatchEvent(new Event("input", { bubbles: true }));
    }
    const finding = event.target.closest("[data-start]");
    if (finding) {
      // Places count characters; a textarea counts UTF-16 units.
      const units = (n) => Array.from(text.value).slice(0, n).join("").length;
      text.focus();
      text.setSelectionRange(units(+finding.dataset.start), units(+finding.dataset.end));
    }
  });

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s" && !composing) {
      event.preventDefault();
      form.requestSubmit(document.getElementById("save"));
    }
  });

  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
  showWhetherBlocked();
})();

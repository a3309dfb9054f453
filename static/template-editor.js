// The template editor: a preview while typing, inserting placeholders, Ctrl+S, guards against
// losing text. Everything is computed by the server; without this script the page works the same.
(() => {
  "use strict";
  const PAUSE_MS = 300;
  const form = document.getElementById("editor");
  if (!form) return;
  const byId = (id) => document.getElementById(id);
  const text = form.elements.namedItem("body");
  const note = form.elements.namedItem("note");
  const seen = form.elements.namedItem("seen_edited_at");
  const [save, submit, leave] = ["save", "submit", "leave"].map(byId);
  let timer, running, composing = false, sending = false, goal = "";

  // ---- what is not saved, and keeping it in this tab past a lost session ----
  const unsaved = () => !sending && (form.hasAttribute("data-unsaved")
    || text.value !== text.defaultValue || note.value !== note.defaultValue);
  const box = `huancui-draft-${form.dataset.keep}`;
  const store = {
    get() { try { return JSON.parse(sessionStorage.getItem(box)); } catch { return null; } },
    put() {
      const kept = { body: text.value, note: note.value, at: new Date().toISOString() };
      try { sessionStorage.setItem(box, JSON.stringify(kept)); } catch { /* full: nothing to do */ }
    },
    drop() { try { sessionStorage.removeItem(box); } catch { /* not allowed: nothing there */ } },
  };

  function offerWhatWasKept() {
    const kept = store.get();
    if (!kept) return;
    if (kept.body === text.value && kept.note === note.value) return store.drop();
    byId("kept").hidden = false;
    byId("kept-at").textContent = new Date(kept.at).toLocaleString(document.documentElement.lang);
    byId("kept-text").textContent = kept.body;
    byId("kept-back").addEventListener("click", () => {
      text.value = kept.body;
      note.value = kept.note;
      byId("kept").hidden = true;
      changed();
      text.focus();
    });
    byId("kept-drop").addEventListener("click", () => { store.drop(); byId("kept").hidden = true; });
  }

  function changed() {
    byId("unsaved").hidden = !unsaved();
    if (unsaved()) { if (byId("kept").hidden) store.put(); } else if (byId("kept").hidden) store.drop();
    soon();
  }

  // ---- the preview ----
  function showWhetherBlocked() {
    const blocked = byId("preview").dataset.blocked === "1";
    submit.disabled = blocked || sending;
    byId("why-not").hidden = !blocked;
    byId("real").hidden = byId("specimen").value !== "customer";
  }

  async function refresh() {
    running?.abort();
    running = new AbortController();
    try {
      const answer = await fetch(form.dataset.preview, {
        method: "POST", body: new FormData(form), signal: running.signal,
        headers: { "X-Requested-With": "XMLHttpRequest" },
      });
      byId("signed-out").hidden = !(answer.redirected || answer.status === 403);
      if (!answer.ok || answer.redirected) return;
      byId("preview").outerHTML = await answer.text();
      showWhetherBlocked();
    } catch (error) {
      if (error.name !== "AbortError") console.warn("preview failed");
    }
  }

  function soon() {
    clearTimeout(timer);
    if (!composing) timer = setTimeout(refresh, PAUSE_MS);
  }

  // ---- putting text in, going to a place ----
  // Places count characters; a textarea counts UTF-16 units.
  const units = (n) => Array.from(text.value).slice(0, n).join("").length;

  function put(words) {
    text.setRangeText(words, text.selectionStart, text.selectionEnd, "end");
    text.focus();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  form.addEventListener("click", (event) => {
    const place = event.target.closest("[data-start]");
    if (place) {
      text.focus();
      text.setSelectionRange(units(+place.dataset.start), units(+place.dataset.end));
    }
    const words = event.target.closest("[data-insert]")?.dataset.insert ?? place?.dataset.put;
    if (words) put(words);
  });

  // ---- saving once, leaving on purpose ----
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      if (!composing && !event.isComposing && !sending) form.requestSubmit(save);
    }
  });

  form.addEventListener("submit", (event) => {
    if (sending) return event.preventDefault();
    sending = true;
    // Only after the form was read: a disabled button would not say which one it was.
    setTimeout(() => { for (const b of form.querySelectorAll("[name=act]")) b.disabled = true; });
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  window.addEventListener("beforeunload", (event) => { if (unsaved()) event.preventDefault(); });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || !unsaved() || event.ctrlKey || event.metaKey || event.shiftKey || link.target) return;
    if (link.hasAttribute("data-leave")) { sending = true; return; }
    if (link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    goal = link.href;
    leave.showModal();
  });
  byId("leave-save").addEventListener("click", () => { leave.close(); form.requestSubmit(save); });
  byId("leave-drop").addEventListener("click", () => {
    sending = true;
    store.drop();
    location.assign(goal);
  });

  text.addEventListener("compositionstart", () => { composing = true; });
  text.addEventListener("compositionend", () => { composing = false; soon(); });
  text.addEventListener("input", changed);
  note.addEventListener("input", changed);
  // The choosers come and go with the preview.
  form.addEventListener("change", (event) => {
    if (!event.target.matches("[data-purpose]")) return;
    form.setAttribute("data-unsaved", "");
    byId("unsaved").hidden = false;
    refresh();
  });
  byId("customer_no").addEventListener("input", soon);
  for (const name of ["specimen", "lender"]) {
    form.elements.namedItem(name)?.addEventListener("change", () => { showWhetherBlocked(); refresh(); });
  }
  // Somebody may have saved this draft while another tab was looked at.
  window.addEventListener("focus", () => { if (seen.value && !sending) refresh(); });
  byId("refresh").hidden = true;
  offerWhatWasKept();
  showWhetherBlocked();
})();

// The list and the thread refresh themselves; whoever stands on a row keeps standing on it, the list
// keeps its place, and the thread stays at its end while it is being read there.
(() => {
  "use strict";
  let row = null;
  let place = 0;
  let chosen = [];
  let atEnd = true;

  const thread = () => document.querySelector("#thread .hc-thread");
  const toEnd = () => { const box = thread(); if (box) box.scrollTop = box.scrollHeight; };

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!event.target.matches("[data-live]")) return;
    row = document.activeElement?.closest("[data-row]")?.dataset.id ?? null;
    chosen = [...document.querySelectorAll('#inbox-list [name="one"]:checked')].map((box) => box.value);
    place = document.getElementById("inbox-list")?.scrollTop ?? 0;
    const box = thread();
    atEnd = !box || box.scrollHeight - box.scrollTop - box.clientHeight < 40;
  });
  // What is done on the page has read as far as the thread shows it, and no further.
  const seen = () => {
    const last = document.getElementById("thread")?.dataset.lastReply;
    if (last) for (const field of document.querySelectorAll('input[name="seen"]')) field.value = last;
  };
  document.addEventListener("htmx:afterSettle", () => {
    seen();
    if (row) document.querySelector(`[data-row][data-id="${CSS.escape(row)}"]`)?.focus({ preventScroll: true });
    row = null;
    // What was chosen stays chosen, unless the customer has written since.
    for (const box of document.querySelectorAll('#inbox-list [name="one"]')) {
      if (chosen.includes(box.value)) box.checked = true;
    }
    const list = document.getElementById("inbox-list");
    if (list) list.scrollTop = place;
    if (atEnd) toEnd();
  });
  toEnd();

  // The panes fill what banners and heads leave of the screen.
  const panes = document.querySelector("[data-panes]");
  const fill = () => panes?.style.setProperty(
    "--panes-top", `${Math.round(panes.getBoundingClientRect().top + window.scrollY)}px`);
  if (panes) {
    new ResizeObserver(() => { fill(); if (atEnd) toEnd(); }).observe(document.body);
    fill();
    toEnd();
    const here = document.querySelector("[data-row][aria-current]");
    here?.scrollIntoView({ block: "nearest" });
  }

  // Whoever types is writing, which colleagues who have it open are told.
  const WRITING_MS = 5000;
  let wrote = -Infinity;
  document.querySelector(".hc-composer")?.addEventListener("input", () => { wrote = performance.now(); });
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.target.id === "thread" && performance.now() - wrote < WRITING_MS) {
      event.detail.parameters.writes = "1";
    }
  });

  // Choosing all chooses what the page shows.
  const all = document.querySelector("[data-check-all]");
  if (all) {
    all.closest("[data-all]").hidden = false;
    all.addEventListener("change", () => {
      for (const box of document.querySelectorAll('#inbox-list [name="one"]')) box.checked = all.checked;
    });
  }

  for (const button of document.querySelectorAll("[data-mention]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const field = document.querySelector(button.parentElement.dataset.mentions);
      field.setRangeText(button.dataset.mention, field.selectionStart, field.selectionEnd, "end");
      field.focus();
    });
  }

  // Finding one of many answers by a word of its title or text.
  for (const field of document.querySelectorAll("[data-filter]")) {
    const rows = [...document.querySelector(field.dataset.filter).children];
    field.hidden = false;
    field.addEventListener("input", () => {
      const wanted = field.value.trim().toLowerCase();
      for (const each of rows) each.hidden = !each.textContent.toLowerCase().includes(wanted);
    });
  }
})();

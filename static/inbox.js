// The list and the thread refresh themselves; whoever stands on a row keeps standing on it, the list
// keeps its place, and the thread stays at its end while it is being read there.
(() => {
  "use strict";
  let row = null;
  let place = 0;
  let atEnd = true;

  const thread = () => document.querySelector("#thread .hc-thread");
  const toEnd = () => { const box = thread(); if (box) box.scrollTop = box.scrollHeight; };

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!event.target.matches("[data-live]")) return;
    row = document.activeElement?.closest("[data-row]")?.dataset.id ?? null;
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

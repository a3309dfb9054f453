// The list and the thread refresh themselves; whoever stands on a row keeps standing on it, and the
// thread stays at its end while it is being read there.
(() => {
  "use strict";
  let row = null;
  let atEnd = true;

  const thread = () => document.querySelector("#thread .hc-thread");
  const toEnd = () => { const box = thread(); if (box) box.scrollTop = box.scrollHeight; };

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!event.target.matches("[data-live]")) return;
    row = document.activeElement?.closest("[data-row]")?.dataset.id ?? null;
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
    if (atEnd) toEnd();
  });
  toEnd();
})();

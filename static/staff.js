// The theme's script writes the name of a chosen file into a text field of its own, and fails where
// there is none: our upload area shows the browser's own.
document.addEventListener(
  "change",
  (event) => {
    if (event.target.closest(".hc-drop")) event.stopImmediatePropagation();
  },
  true,
);

// Whoever types is there, though nothing is sent: the session stays open as long. A part that fetches
// itself gets the door once it is over: the page stays as it is, with what was typed, and says so.
(() => {
  "use strict";
  const over = document.getElementById("signed-out");
  if (!over) return;
  const EVERY = 5 * 60_000;
  let told = Date.now();
  document.addEventListener("input", () => {
    if (Date.now() - told < EVERY) return;
    told = Date.now();
    fetch(over.dataset.here, { redirect: "manual" }).catch(() => {});
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!event.detail.xhr.responseURL.includes("/login/")) return;
    event.detail.shouldSwap = false;
    if (over.parentNode) over.replaceWith(over.content.cloneNode(true));
  });
})();

// A page made to be printed has a button for it.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// On a narrow screen a table that would be cut shows each row as lines, with the heading before each
// value: amounts and days are read without dragging the table aside.
(() => {
  "use strict";
  const narrow = window.matchMedia("(max-width: 640px)");
  const fold = (root) => {
    if (!narrow.matches) return;
    for (const table of root.querySelectorAll("table.hc-table:not(.hc-stack):not(.hc-stacks)")) {
      const wrap = table.closest(".hc-table-wrap") || table.parentElement;
      if (table.scrollWidth <= wrap.clientWidth + 1) continue;
      const titles = [...table.querySelectorAll("thead tr:last-child th")].map((th) => th.innerText.trim());
      for (const row of table.querySelectorAll("tbody tr")) {
        if (row.cells.length !== titles.length) continue;
        [...row.cells].forEach((cell, place) => {
          if (!cell.dataset.heading && cell.innerText.trim()) cell.dataset.heading = titles[place];
        });
      }
      table.classList.add("hc-stack");
    }
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => fold(document));
  else fold(document);
  narrow.addEventListener("change", () => fold(document));
  document.addEventListener("htmx:afterSettle", (event) => fold(event.detail.elt.parentElement || document));
})();

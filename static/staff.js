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

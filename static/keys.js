// Keys of every page: whatever has data-key is clicked by that key (the menu's places have digits),
// j and k walk the rows (data-row), / finds, ? opens the list of keys: the page's own, or that of
// all pages. Silent inside inputs, inside dialogs, while composing Chinese, and where somebody has
// switched single keys off (WCAG 2.1.4).
(() => {
  "use strict";
  const list = document.getElementById("keys") ?? document.getElementById("all-keys");
  const off = document.getElementById("keys-off");
  const OFF = "huancui-keys-off";
  if (off) {
    off.checked = localStorage.getItem(OFF) === "yes";
    off.addEventListener("change", () => localStorage.setItem(OFF, off.checked ? "yes" : "no"));
  }

  function isWriting(event) {
    const spot = event.target instanceof Element ? event.target : document.body;
    return off?.checked || event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey
      || event.altKey || spot.closest("input, textarea, select, [contenteditable], dialog");
  }

  function walk(step) {
    const rows = Array.from(document.querySelectorAll("[data-row]"));
    const place = rows.indexOf(document.activeElement);
    const next = place < 0 ? (step > 0 ? 0 : rows.length - 1) : place + step;
    rows[Math.min(Math.max(next, 0), rows.length - 1)]?.focus();
    return rows.length > 0;
  }

  // From the queue, a and r open the request at the step they stand for. The hashes are nobody's
  // id: the browser would give the focus to the place it jumps to.
  const STEPS = { a: "#key-a", r: "#key-r" };

  function press(key) {
    if (key === "?") return list?.showModal();
    if (key === "/") return document.querySelector("[data-find]")?.click();
    const row = document.activeElement?.closest("[data-row]");
    if (row && STEPS[key]) return location.assign(row.href + STEPS[key]);
    if ((key === "j" && walk(1)) || (key === "k" && walk(-1))) return;
    const found = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!found) return;
    if (found.tagName === "SUMMARY") found.parentElement.open = true; else found.click();
    const next = document.getElementById(found.dataset.then);
    next?.scrollIntoView({ block: "center" });
    next?.focus({ preventScroll: true });
  }

  document.addEventListener("keydown", (event) => {
    if (event.key.length !== 1 || isWriting(event)) return;
    if (event.key === "/" && document.getElementById("searchbar")) return;  // the list's own search
    if (event.key === "?" ? !list : !/^[a-z0-9/]$/.test(event.key)) return;
    const known = "?/jk".includes(event.key)
      || (STEPS[event.key] && document.activeElement?.closest("[data-row]"))
      || document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!known) return;
    event.preventDefault();  // the key must not be written into what gets the focus
    press(event.key);
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) event.target.closest("dialog").close();
    if (event.target.closest("[data-keys]")) list?.showModal();
  });
  for (const button of document.querySelectorAll("[data-keys]")) button.hidden = !list;
  const asked = Object.keys(STEPS).find((key) => STEPS[key] === location.hash);
  if (asked) press(asked);

  // A table that can be scrolled sideways is reached by Tab, so that keys scroll it.
  function reach() {
    for (const box of document.querySelectorAll(".hc-table-wrap")) {
      const scrolls = box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight;
      if (scrolls) box.tabIndex = 0; else box.removeAttribute("tabindex");
    }
  }
  reach();
  addEventListener("resize", reach);
})();

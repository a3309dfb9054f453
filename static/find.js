// Finding by typing, from every page: Ctrl+K opens the dialog (and closes it), "/" as well (keys.js).
// Arrows walk the lines, Enter on what was typed opens the first. htmx fetches them, by POST.
(() => {
  "use strict";
  const dialog = document.getElementById("find");
  const typed = document.getElementById("find-typed");
  if (!dialog) return;

  const lines = () => [typed, ...dialog.querySelectorAll("[data-found]")];

  let asked = "", shown = "";
  typed.form.addEventListener("htmx:beforeRequest", () => { asked = typed.value; });
  typed.form.addEventListener("htmx:afterSwap", () => { shown = asked; });
  document.getElementById("find-lines").addEventListener("htmx:afterSwap", () => { shown = asked; });

  // A word half composed (pinyin) is no search: each would be asked, and counted.
  typed.addEventListener("input", (event) => { if (event.isComposing) event.stopPropagation(); });
  typed.addEventListener("compositionend", () => {
    typed.dispatchEvent(new Event("input", { bubbles: true }));
  });

  function open() {
    if (dialog.open) return dialog.close();
    typed.value = "";
    dialog.showModal();
    typed.form.dispatchEvent(new Event("find-opened"));
  }

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey
        && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
    }
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-find]") || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    open();
  });

  dialog.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      const all = lines();
      const next = all.indexOf(document.activeElement) + step;
      all[Math.min(Math.max(next, 0), all.length - 1)].focus();
      event.preventDefault();
    } else if (event.key === "Enter" && document.activeElement === typed) {
      const first = lines()[1];
      if (!first || shown !== typed.value) return;  // not answered yet: the whole page answers then
      event.preventDefault();
      location.assign(first.href);
    }
  });
})();

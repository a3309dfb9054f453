// The strategy: tabs and keys of its editor, a guard against losing choices, and the counts of a
// dry run fetched when the page is there. Without this script everything is on one page.
(() => {
  "use strict";

  for (const part of document.querySelectorAll("[data-load]")) {
    fetch(part.dataset.load, { headers: { "X-Requested-With": "XMLHttpRequest" } })
      .then(async (answer) => { if (answer.ok && !answer.redirected) part.innerHTML = await answer.text(); })
      .catch(() => {});
  }

  const form = document.getElementById("strategy");
  if (!form) return;
  const list = form.querySelector("[role=tablist]");
  const tabs = [...list.querySelectorAll("[role=tab]")];
  const panel = (tab) => document.getElementById(tab.getAttribute("aria-controls"));
  let changed = "unsaved" in form.dataset, composing = false;

  function show(chosen) {
    for (const tab of tabs) {
      const here = tab === chosen;
      tab.setAttribute("aria-selected", String(here));
      tab.tabIndex = here ? 0 : -1;
      panel(tab).hidden = !here;
    }
    history.replaceState(null, "", `#${panel(chosen).id}`);
  }

  list.hidden = false;
  form.classList.add("hc-tabbed");
  for (const tab of tabs) {
    panel(tab).setAttribute("role", "tabpanel");
    tab.addEventListener("click", () => show(tab));
  }
  show(tabs.find((tab) => `#${panel(tab).id}` === location.hash) || tabs[0]);

  list.addEventListener("keydown", (event) => {
    const steps = { ArrowRight: 1, ArrowLeft: -1 };
    const at = tabs.indexOf(document.activeElement);
    let next;
    if (event.key in steps) next = tabs[(at + steps[event.key] + tabs.length) % tabs.length];
    if (event.key === "Home") next = tabs[0];
    if (event.key === "End") next = tabs[tabs.length - 1];
    if (!next) return;
    event.preventDefault();
    show(next);
    next.focus();
  });

  form.addEventListener("keydown", (event) => {
    const cell = event.target.closest?.(".hc-strategy select");
    const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    if (!cell || !event.altKey || !(event.key in steps)) return;
    const [down, across] = steps[event.key];
    const row = cell.closest("tr");
    const rows = [...row.parentElement.rows];
    const column = [...row.querySelectorAll("select")].indexOf(cell);
    const target = rows[rows.indexOf(row) + down]?.querySelectorAll("select")[column + across];
    event.preventDefault();
    target?.focus();
  });

  document.addEventListener("compositionstart", () => { composing = true; });
  document.addEventListener("compositionend", () => { composing = false; });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s" && !composing) {
      event.preventDefault();
      form.requestSubmit(document.getElementById("save"));
    }
  });

  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
})();

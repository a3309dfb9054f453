// The clock of what nobody has taken: on the page, and in the title of the browser's tab, which is
// seen from other windows too. The banner refreshes itself (htmx); this counts on between.
(() => {
  "use strict";
  const plain = document.title;
  let begun = performance.now();

  const clock = (seconds) => {
    const two = (n) => String(n).padStart(2, "0");
    const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
    return seconds < 3600 ? rest : `${Math.floor(seconds / 3600)}:${rest}`;
  };
  function tick() {
    const passed = Math.floor((performance.now() - begun) / 1000);
    let longest = -1;
    for (const each of document.querySelectorAll("#alarms [data-waited]")) {
      const waited = Number(each.dataset.waited) + passed;
      each.textContent = clock(waited);
      longest = Math.max(longest, waited);
    }
    const alarm = longest < 0 ? "" : `‼ ${clock(longest)} · `;
    const news = document.querySelector("[data-title-count]")?.dataset.titleCount;
    document.title = alarm + (news ? `(${news}) ` : "") + plain;
  }
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.target.id !== "alarms") return;
    if (event.detail.xhr.responseURL.includes("/login/")) {  // signed out: the page stays as it is
      event.detail.shouldSwap = false;
      event.target.remove();
      return;
    }
    begun = performance.now();
  });
  document.addEventListener("htmx:afterSettle", tick);
  setInterval(tick, 1000);
  tick();
})();

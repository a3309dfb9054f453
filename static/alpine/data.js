/*
 * Unfold's components for the Alpine build that evaluates nothing (alpine.csp.js).
 *
 * That build reads the attributes of a page with a parser of its own instead of `Function`, so the
 * policy of our pages need not allow `unsafe-eval`. It finds what is registered here and nothing
 * else of the window; what Unfold's templates ask of the window stands in for it below.
 */
document.addEventListener("alpine:init", () => {
  const OPEN = "sidebarDesktopOpen";

  Alpine.data("theme", (chosen) => ({
    ...theme(chosen),
    window: {
      location: {
        get pathname() {
          return window.location.pathname;
        },
        get search() {
          return window.location.search;
        },
      },
    },
  }));

  Alpine.data("frame", (firstTab) => ({
    activeTab: (firstTab && getCurrentTab()) || firstTab,
    sidebarMobileOpen: false,
    sidebarDesktopOpen: localStorage.getItem(OPEN) !== "0",
    init() {
      this.$watch(OPEN, (open) => localStorage.setItem(OPEN, open ? "1" : "0"));
    },
  }));

  Alpine.data("userLinks", () => ({
    openUserLinks: false,
    leave() {
      this.openUserLinks = false;
      this.$refs.user.focus();
    },
  }));

  Alpine.data("searchForm", searchForm);
});

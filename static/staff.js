// The theme's script writes the name of a chosen file into a text field of its own, and fails where
// there is none: our upload area shows the browser's own.
document.addEventListener(
  "change",
  (event) => {
    if (event.target.closest(".hc-drop")) event.stopImmediatePropagation();
  },
  true,
);

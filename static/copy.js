// A button beside what is to be copied; without scripts it can be selected with one long press.
for (const field of document.querySelectorAll("input[data-copy]")) {
  if (!navigator.clipboard) break;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = field.dataset.copy;
  button.setAttribute("aria-label", `${field.dataset.copy} ${field.labels[0].textContent}`);
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value);
    button.textContent = field.dataset.copied;
    document.getElementById("copied").textContent = field.dataset.copied;
  });
  field.after(button);
}

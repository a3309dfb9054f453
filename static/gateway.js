// Of the settings of all drivers only those of the chosen one are shown; without a script, all are.
const gatewayForm = document.querySelector("[data-gateway-form]");
if (gatewayForm) {
  const driver = gatewayForm.elements.driver;
  const show = () => {
    for (const group of gatewayForm.querySelectorAll("[data-driver]")) {
      group.hidden = group.dataset.driver !== driver.value;
    }
  };
  driver.addEventListener("change", show);
  show();
}

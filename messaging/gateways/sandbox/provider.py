"""The sandbox: texts go to handsets that are pages."""

from django.utils.translation import gettext_lazy as _

from messaging.gateways.provider.record import Provider
from messaging.gateways.sandbox.driver import SandboxDriver

PROVIDER = Provider(
    code="sandbox",
    label=_("Sandbox"),
    driver=SandboxDriver.of_gateway,
    sandbox=True,
    keeps_driver=False,  # works on the database: nothing to keep
)

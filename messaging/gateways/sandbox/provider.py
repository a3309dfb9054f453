"""The sandbox: messages of every channel go to handsets that are pages, a provider for each."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from messaging.gateways.provider.record import Provider
from messaging.gateways.sandbox.driver import SandboxDriver


def _of(channel: str, code: str, label: Any) -> Provider:
    return Provider(
        code=code,
        label=label,
        driver=SandboxDriver.of_gateway,
        channel=channel,
        sandbox=True,
        keeps_driver=False,  # works on the database: nothing to keep
    )


PROVIDER = _of("sms", "sandbox", _("Sandbox"))
OF_OTHER_CHANNELS = (
    _of("email", "sandbox_email", _("Sandbox, e-mail")),
    _of("push", "sandbox_push", _("Sandbox, app push")),
    _of("wechat", "sandbox_wechat", _("Sandbox, WeChat")),
)

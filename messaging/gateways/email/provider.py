"""E-mail: any relay that speaks SMTP."""

import re

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from messaging.gateways.email.dkim import SELECTOR
from messaging.gateways.email.driver import (
    ADDRESS,
    DEFAULT_PORT,
    MOST_CONNECTIONS,
    SmtpDriver,
)
from messaging.gateways.email.mailbox import DEFAULT_PORT as IMAP_PORT
from messaging.gateways.email.security import HOST, NONE, STARTTLS, TLS
from messaging.gateways.email.webhook import MailWebhook
from messaging.gateways.provider.record import Provider
from messaging.gateways.provider.settings import CALLERS, CHOICE, NUMBER, TEXT, Setting, connections
from messaging.gateways.webhooks import shapes
from messaging.models.gateway import CREDENTIALS_NAMED

PROVIDER = Provider(
    code="smtp",
    label=_("E-mail by SMTP"),
    credentials=_("user:password; none for a relay that knows this machine"),
    driver=SmtpDriver.of_gateway,
    channel="email",
    settings=(
        Setting(
            "host",
            TEXT,
            _("Relay"),
            _("Its name, as smtp.example.com."),
            required=True,
            pattern=HOST,
        ),
        Setting("port", NUMBER, _("Port"), default=DEFAULT_PORT, most=65535),
        Setting(
            "security",
            CHOICE,
            _("Encryption"),
            default=STARTTLS,
            choices=(
                (STARTTLS, "STARTTLS"),
                (TLS, "TLS"),
                (NONE, _("None, to this machine only")),
            ),
        ),
        Setting(
            "from",
            TEXT,
            pgettext_lazy("e-mail", "From"),
            _("The address customers see and answer to."),
            required=True,
            pattern=ADDRESS,
        ),
        Setting(
            "return_path",
            TEXT,
            _("Bounces to"),
            _("A mailbox that takes addresses with a plus sign; empty: the address above."),
            pattern=ADDRESS,
        ),
        Setting(
            "dkim_selector",
            TEXT,
            _("DKIM selector"),
            _("As mail2026, if we sign; empty: the relay signs."),
            pattern=SELECTOR,
        ),
        Setting(
            "dkim_key",
            TEXT,
            _("DKIM key"),
            _("Where the private key is: file:NAME, an RSA key of 2048 bits or more (PEM)."),
            pattern=re.compile(CREDENTIALS_NAMED),
        ),
        Setting(
            "imap_host",
            TEXT,
            _("Mailbox (IMAP)"),
            _("Its server, if we fetch what comes back; empty: it is posted to us."),
            pattern=HOST,
        ),
        Setting("imap_port", NUMBER, _("Port of the mailbox"), default=IMAP_PORT, most=65535),
        Setting(
            "imap_security",
            CHOICE,
            _("Encryption of the mailbox"),
            default=TLS,
            choices=(
                (TLS, "TLS"),
                (STARTTLS, "STARTTLS"),
                (NONE, _("None, to this machine only")),
            ),
        ),
        Setting(
            "imap_credentials",
            TEXT,
            _("Credentials of the mailbox"),
            _("Where user:password is: file:NAME."),
            pattern=re.compile(CREDENTIALS_NAMED),
        ),
        connections(default=4, most=MOST_CONNECTIONS),
        CALLERS,
    ),
    webhooks={shapes.OWN: MailWebhook()},
)

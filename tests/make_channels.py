"""A reminder's plan over several channels: variants of texts, gateways, addresses."""

from typing import Any

from accounts.models import ContactPoint, Customer, Lender
from messaging.approval import fingerprints, steps
from messaging.authoring import strategies
from messaging.models import Gateway, Strategy, Template, TemplateVersion
from tests import make, make_messaging, make_outbox

CHANNELS = "sms, email 4"
TEXTS = "sms"


def ready(lender: Lender, channels: str = CHANNELS, *, on: str = "email") -> Gateway:
    """The lender's strategy in force says these channels in every cell; every reminder of the
    stage dpd-4-7 has a variant `on` that channel, and there is a gateway for it."""
    follow(lender, channels)
    for template in Template.objects.filter(stage="dpd-4-7", variant_of=None, channel="sms"):
        variant(template, on)
    return make_outbox.gateway(driver=f"sandbox_{on}", channel=on)


def follow(lender: Lender, channels: str = TEXTS, *, hours: str | None = None) -> Strategy:
    """A new strategy in force, with these channels in every cell, and this hour of a text."""
    author, now = make.staff("supervisor"), make.MORNING
    standing = Strategy.objects.filter(lender=lender, state="approved").latest("number")
    draft = strategies.new_version(lender, by=author, now=now, from_version=standing)
    cells = strategies.cells(draft)
    draft = strategies.save_cells(
        draft,
        cells,
        channels=dict.fromkeys(cells, channels),
        hours=hours,
        note="channels",
        by=author,
        now=now,
        seen_edited_at=draft.edited_at,
    )
    submitted = steps.submit(draft, by=author, now=now)
    approved: Strategy = steps.approve(
        submitted,
        by=make.staff("supervisor"),
        now=now,
        seen_hash=fingerprints.fingerprint(submitted),
    )
    return approved


def variant(template: Template, channel: str, **columns: Any) -> TemplateVersion:
    """The same text in force on another channel."""
    made = make_messaging.template(
        stage=template.stage,
        tone=template.tone,
        cause=template.cause,
        channel=channel,
        variant_of=template,
        title=template.title,
    )
    version: TemplateVersion = make_messaging.version(
        template=made, **{"subject": "还款提醒", **columns}
    )
    return version


def address(customer: Customer, channel: str = "email", text: str = "") -> ContactPoint:
    """Another address of the customer's."""
    return make.contact_point(
        customer=customer, channel=channel, address=text or f"c{customer.pk}@example.com"
    )

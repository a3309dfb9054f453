"""The preview beside a text: a handset, the counter, what the review found."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext as _, gettext_lazy

from accounts.models import Lender
from messaging.admin.approvals.findings import Remark, remarks
from messaging.admin.templates.as_seen import as_seen
from messaging.admin.templates.element_costs import ElementCost, element_costs
from messaging.admin.templates.placeholder_labels import what_changes
from messaging.admin.templates.specimen_labels import problem_with, stage_note
from messaging.authoring.check_text import any_lender, template_findings
from messaging.authoring.lender_facts import sender_for_preview
from messaging.authoring.purposes import Asked, asked_of, said_of
from messaging.content.segments import outside_gsm
from messaging.content.shapes.seen import Seen
from messaging.decisions.facts.sender import Sender
from messaging.models import TemplateVersion, in_force
from messaging.models.confirmation import LABELS
from messaging.preview import specimens
from messaging.preview.preview import Preview, preview
from messaging.preview.real_customer import RealSpecimen, real_specimen

REAL = "customer"
SPECIMENS = {
    specimens.TYPICAL: gettext_lazy("Typical"),
    specimens.LONGEST: gettext_lazy("Longest values"),
    specimens.OLDEST: gettext_lazy("Oldest overdue"),
    specimens.SEVERAL: gettext_lazy("Several loans"),
}
CHOICES = {**SPECIMENS, REAL: gettext_lazy("A real customer")}
_ODD_SHOWN = 5  # characters named that make a Latin text cost more


@dataclass(frozen=True)
class Panel:
    """All that `messaging/preview_panel.html` shows. `note`: about the specimen, or why another
    than the one asked for is shown. `newer`: the stored draft when somebody saved it since."""

    kind: str
    customer_no: str
    lender: Lender
    signature: str
    lenders: list[Lender]
    shown: Preview
    note: str
    longest: Preview
    asked: list[Asked]
    remarks: list[Remark]
    changes: list[str]
    odd_characters: list[str]
    costs: list[ElementCost]
    newer: TemplateVersion | None
    language: str
    channel: str = "sms"
    seen: Seen | None = None

    @property
    def purposes(self) -> list[tuple[str, Any]]:
        return list(LABELS.items())

    @property
    def kinds(self) -> list[tuple[str, Any]]:
        return list(CHOICES.items())

    @property
    def blocked(self) -> bool:
        unsaid = any(not each.purpose for each in self.asked)
        return unsaid or any(remark.blocks for remark in self.remarks)


def panel(body: str, *, version: TemplateVersion, asked: QueryDict, now: datetime) -> Panel:
    """The panel for `body` as a wording of this version's template. `asked` picks the specimen
    (`specimen`, `customer_no`), the lender (`lender`), and says which draft is being written
    (`seen_edited_at`)."""
    kind = asked.get("specimen", specimens.TYPICAL)
    kind = kind if kind in CHOICES else specimens.TYPICAL
    customer_no = asked.get("customer_no", "").strip()[:40]
    lenders = list(Lender.objects.order_by("pk"))
    lender = next((x for x in lenders if str(x.pk) == asked.get("lender")), None) or any_lender()
    sender = sender_for_preview(lender, now)
    made_up = kind if kind in SPECIMENS else specimens.TYPICAL
    subject = asked.get("subject", version.subject).strip()
    shown = sample(body, made_up, version=version, sender=sender, now=now, subject=subject)
    note = ""
    if kind == REAL:
        real = _real(body, customer_no, subject, version=version, sender=sender, now=now)
        shown, note = real.preview or shown, _note_on(real, version)
    standing = in_force.template_versions([version.template_id], now)
    said = said_in(asked, body) if asked.get("body") is not None else said_of(version)
    found = template_findings(
        body,
        template=version.template,
        language=version.language,
        now=now,
        said=said,
        subject=subject,
    )
    seen = asked.get("seen_edited_at", "")
    return Panel(
        kind=kind,
        customer_no=customer_no,
        lender=lender,
        signature=sender.facts(version.language).signature,
        lenders=lenders,
        shown=shown,
        note=note,
        longest=sample(body, specimens.LONGEST, version=version, sender=sender, now=now),
        asked=asked_of(body, said),
        remarks=[each for each in remarks(found) if not each.asks_purpose],
        changes=what_changes(standing.get((version.template_id, version.language)), body),
        odd_characters=outside_gsm(shown.text)[:_ODD_SHOWN] if version.language == "en" else [],
        costs=_costs(body, version=version, sender=sender, now=now),
        newer=version if seen and seen != version.edited_at.isoformat() else None,
        language=version.language,
        channel=version.template.channel,
        seen=as_seen(version.template.channel, shown.content),
    )


def _costs(
    body: str, *, version: TemplateVersion, sender: Sender, now: datetime
) -> list[ElementCost]:
    """Of a reminder; an answer need not say how to check it and how to stop."""
    if not version.template.is_reminder:
        return []
    return element_costs(
        body,
        version.language,
        lambda text: sample(text, specimens.TYPICAL, version=version, sender=sender, now=now),
    )


def said_in(asked: QueryDict, body: str) -> dict[str, str]:
    """What the form says the sentences of this body are for whose purpose is asked."""
    return {
        each.sentence: purpose
        for each in asked_of(body, {})
        if (purpose := asked.get(f"purpose-{each.key}", "")) in LABELS
    }


def sample(
    body: str,
    kind: str,
    *,
    version: TemplateVersion,
    sender: Sender,
    now: datetime,
    subject: str | None = None,
) -> Preview:
    """What one made-up customer would receive; its own subject unless said."""
    return preview(
        body,
        kind=kind,
        sender=sender,
        stage=version.template.stage,
        cause=version.template.cause,
        language=version.language,
        today=localdate(now),
        channel=version.template.channel,
        subject=version.subject if subject is None else subject,
    )


def _real(
    body: str,
    customer_no: str,
    subject: str,
    *,
    version: TemplateVersion,
    sender: Sender,
    now: datetime,
) -> RealSpecimen:
    return real_specimen(
        body,
        customer_no=customer_no,
        sender=sender,
        cause=version.template.cause,
        language=version.language,
        today=localdate(now),
        channel=version.template.channel,
        subject=subject,
    )


def _note_on(real: RealSpecimen, version: TemplateVersion) -> str:
    if real.problem:
        instead = _("A typical customer is shown instead.")
        return f"{problem_with(real)} {instead}"
    return stage_note(real.stage, version.template.stage)

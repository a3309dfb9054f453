"""Letters to a complainant: rendered from an approved text, and kept as they were sent."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.audit import trail
from accounts.contact.lender_of import lender_of
from accounts.errors import Refused
from accounts.models import Lender, User
from accounts.rules.lender_day import lender_day
from feedback.complaints.errors import guarded
from feedback.complaints.timeline import lock, note, written
from feedback.complaints.ways_out import refuse_ways_out
from feedback.complaints.working import MAY_DECIDE, MAY_WORK
from feedback.letters import drafting, rendering
from feedback.letters.review import review_words
from feedback.models import Complaint, ComplaintReview, Letter, LetterTemplate
from messaging.authoring import wording_lists
from messaging.decisions.facts.sender import sender_of

Purpose = LetterTemplate.Purpose
MAY_SEND = (MAY_WORK, MAY_DECIDE)


@dataclass(frozen=True)
class Page:
    """All that stands on the sheet, so that a later change of the lender changes no old letter."""

    lender: str
    signature: str
    hotline: str
    site: str
    number: str
    language: str
    day: str
    text: str = field(repr=False)


def templates_for(complaint: Complaint, *, now: datetime) -> list[LetterTemplate]:
    """The letters that can be sent now, those in the customer's language first."""
    own = complaint.customer.language_to_use
    fitting = [
        template for template in drafting.in_force(now) if not obstacle(complaint, template.purpose)
    ]
    return sorted(fitting, key=lambda each: (each.language != own, each.purpose, each.title))


def obstacle(complaint: Complaint, purpose: str) -> str:
    """Why a letter of this purpose cannot be sent now; empty when it can."""
    answered = complaint.resolved_at is not None
    if purpose in (Purpose.RECEIVED, Purpose.EXTENDED):
        return _("It has been answered already.") if answered else ""
    if purpose == Purpose.ANSWER:
        return "" if answered else _("It has not been answered yet.")
    decided = ComplaintReview.objects.filter(complaint=complaint, state="decided").exists()
    return "" if decided else _("There is no decided review.")


def compose(complaint: Complaint, template: LetterTemplate, *, now: datetime) -> Page:
    """The sheet as it would be sent at `now`."""
    if why := obstacle(complaint, template.purpose):
        raise Refused(why)
    lender = _lender(complaint)
    wording = sender_of(lender, now).wording
    values = rendering.values_of(complaint, lender, wording, language=template.language, now=now)
    for typed in rendering.TYPED:
        refuse_ways_out(values[typed], lender)
    text = rendering.render(template.body, values)
    _refuse_threats(text, now)
    return Page(
        lender=values["lender"],
        signature=wording.said("signature", template.language),
        hotline=lender.hotline,
        site=lender.official_site,
        number=complaint.number,
        language=template.language,
        day=rendering.spell(lender_day(lender, now), template.language),
        text=text,
    )


def send(
    complaint: Complaint,
    template: LetterTemplate,
    *,
    way: str,
    seen_hash: str,
    by: User,
    now: datetime,
) -> Letter:
    """Keep the letter as sent. `seen_hash` (of `fingerprint`) is that of the sheet as looked at:
    refused when it would read otherwise by now, or when its text is no longer in force. An answer
    is sent by somebody else than who typed it, in the database too."""
    if not any(map(by.has_perm, MAY_SEND)):
        raise PermissionDenied
    with guarded():
        fresh = lock(complaint)
        if template not in drafting.in_force(now, code=template.code, language=template.language):
            raise Refused(_("This letter template is not in force."))
        page = compose(fresh, template, now=now)
        if fingerprint(page) != seen_hash:
            raise Refused(_("The letter has changed. Please review it again."))
        letter = Letter.objects.create(
            complaint=fresh,
            template=template,
            sent_by_way=way,
            sent_at=now,
            made_by=by,
            content=written(_as_text(page)),
            sha256=fingerprint(page),
        )
        note(fresh, "letter", by=by, now=now, text=str(template))
        return letter


def is_by(complaint: Complaint, template: LetterTemplate, person: User) -> bool:
    """Whether this person typed the answer in it. Sending asks the database the same."""
    if template.purpose == Purpose.ANSWER:
        return complaint.resolved_by_id == person.pk
    decided = ComplaintReview.objects.filter(complaint=complaint, decided_by=person)
    return template.purpose == Purpose.REVIEW and decided.exists()


def read(letter: Letter) -> Page:
    """The sheet as it was sent."""
    return Page(**json.loads(letter.content or ""))


def read_on_record(letter: Letter) -> Page:
    """The same for a person, who sees the name on it in clear: put on record."""
    if letter.erased_at is not None:
        raise Refused(_("This letter was erased: it was kept as long as it had to be."))
    trail.record(
        action="export",
        table=Letter._meta.db_table,
        row_id=str(letter.pk),
        after={"sha256": letter.sha256},
    )
    return read(letter)


def fingerprint(page: Page) -> str:
    """SHA-256 (hex) of all that stands on the sheet."""
    return hashlib.sha256(_as_text(page).encode()).hexdigest()


def _refuse_threats(text: str, now: datetime) -> None:
    """The template passed its review; the answer that was typed has not been looked at yet."""
    found = review_words(text, wording_lists.in_force(now))
    phrases = [text[each.start : each.end] for each in found if each.level == "block"]
    if phrases:
        raise Refused(
            _("This must not stand in a letter: %(phrases)s") % {"phrases": "、".join(phrases)}
        )


def _as_text(page: Page) -> str:
    return json.dumps(asdict(page), ensure_ascii=False, sort_keys=True)


def _lender(complaint: Complaint) -> Lender:
    lender = complaint.lender or lender_of(complaint.customer_id)
    if lender is None:
        raise Refused(_("No lender of this customer is known; link a message first."))
    return lender

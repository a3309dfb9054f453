"""Asking for a code, or for a text to be sent to one's own telephone; a worker sends it.

The text is made of a stored version and a made-up person: no customer's facts can be chosen. What
the editor would refuse to hand in does not go either: insults and threats leave for no telephone.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext as _, gettext_lazy

from accounts.database import refusals
from accounts.errors import Refused
from accounts.models import Lender, StaffNumber, User
from accounts.models.choices import Channel
from accounts.models.sealed import draw_ids
from accounts.staff_numbers import service as numbers
from messaging.authoring.check_text import template_findings
from messaging.authoring.lender_facts import sender_for_preview
from messaging.authoring.purposes import said_of
from messaging.content.text.findings import Finding
from messaging.models import Message, PhoneSend, TemplateVersion
from messaging.own_phone import shown
from messaging.own_phone.gateway import for_testing
from messaging.own_phone.marked import marked
from messaging.preview.preview import Preview, preview

LASTS = timedelta(minutes=10)
"""What was not sent by then is not sent: nobody looks at the telephone any more."""
CODES_AN_HOUR = 3
SENTENCES = {
    "who_sends_to_a_phone_acts": gettext_lazy("Your role may not do this."),
    "only_to_ones_own_number": gettext_lazy(
        "Texts go to your own number only, once it is confirmed and proved."
    ),
    "few_texts_to_a_phone_a_day": gettext_lazy("That is enough for a day. Try again tomorrow."),
}


def sample(version: TemplateVersion, kind: str, *, lender: Lender, now: datetime) -> Preview:
    """What a made-up person of this kind (messaging.preview.specimens.KINDS) would receive."""
    return preview(
        version.body,
        kind=kind,
        sender=sender_for_preview(lender, now),
        stage=version.template.stage,
        cause=version.template.cause,
        language=version.language,
        today=localdate(now),
        channel=version.template.channel,
        subject=version.subject,
    )


def obstacle(version: TemplateVersion, *, by: User, now: datetime) -> str:
    """Why this person cannot have it sent, as a sentence; empty when they can."""
    if version.template.channel != Channel.SMS:
        return _("Only texts that go by SMS can be tried on a telephone.")
    number = numbers.of(by)
    if number is None:
        return _("You have no telephone here yet that texts may be tried on.")
    if number.state == StaffNumber.State.ASKED:
        return _("A second person has yet to confirm that the number is yours.")
    if number.state != StaffNumber.State.IN_USE:
        return _("Your number is confirmed. Prove first, by a code, that you have the telephone.")
    if for_testing(now) is None:
        return _(
            "No gateway for testing is open. An administrator drafts one under Gateways and marks "
            "it “for testing”; a supervisor approves it."
        )
    if any(finding.level == "block" for finding in _findings(version, now)):
        return _("Something in this text blocks it. Mend that in the editor first.")
    if left_today(by, now) < 1:
        return _("That is enough for a day. Try again tomorrow.")
    return ""


def left_today(by: User, now: datetime) -> int:
    """How many texts and codes more this person may have sent, by the last 24 hours."""
    sent = PhoneSend.objects.filter(by=by, asked_at__gt=now - timedelta(days=1)).count()
    return max(settings.PHONE_SENDS_A_DAY - sent, 0)


def send(
    version: TemplateVersion,
    kind: str,
    *,
    lender: Lender,
    by: User,
    now: datetime,
) -> PhoneSend:
    """The version as it is stored, to this person's own number. Raises Refused."""
    with refusals.guarded(SENTENCES):
        number = _locked(by)
        if why := obstacle(version, by=by, now=now):
            raise Refused(why)
        made = sample(version, kind, lender=lender, now=now)
        if made.gap is not None:
            raise Refused(_("With these values the text still has gaps: nothing would be sent."))
        return _kept(
            number,
            by=by,
            now=now,
            purpose=PhoneSend.Purpose.TEXT,
            version=version,
            lender=lender,
            language=version.language,
            text=marked(made.text, version.language),
        )


def again(former: PhoneSend, *, by: User, now: datetime) -> PhoneSend:
    """The same text once more, marked as such: what became of the first is settled, or nobody will
    ever know. Raises Refused."""
    with refusals.guarded(SENTENCES):
        number = _locked(by)
        state = shown.state_of(former, now=now)
        if former.by_id != by.pk or former.purpose != PhoneSend.Purpose.TEXT:
            raise Refused(_("Only your own texts are sent again."))
        if state not in shown.REPEATABLE or PhoneSend.objects.filter(again_of=former).exists():
            raise Refused(_("This one is not sent again: see what became of it."))
        version = TemplateVersion.objects.filter(pk=former.version_id or 0).first()
        if version is None:
            raise Refused(_("This draft was thrown away."))
        if why := obstacle(version, by=by, now=now):
            raise Refused(why)
        first = marked("", former.language), marked("", former.language, again=True)
        bare = next(former.text.removeprefix(x) for x in first if former.text.startswith(x))
        return _kept(
            number,
            by=by,
            now=now,
            purpose=PhoneSend.Purpose.TEXT,
            version=version,
            lender=former.lender,
            language=former.language,
            text=marked(bare, former.language, again=True),
            again_of=former,
        )


def send_code(*, by: User, now: datetime) -> PhoneSend:
    """A code to this person's confirmed number. Raises Refused."""
    with refusals.guarded(SENTENCES):
        number = _locked(by)
        if number.state != StaffNumber.State.CONFIRMED:
            raise Refused(_("A code goes to a number that a second person has confirmed."))
        if for_testing(now) is None:
            raise Refused(_("No gateway for testing is open: an administrator sets one up."))
        codes = PhoneSend.objects.filter(by=by, purpose=PhoneSend.Purpose.CODE)
        lately = codes.filter(asked_at__gt=now - timedelta(hours=1)).count()
        if lately >= CODES_AN_HOUR or left_today(by, now) < 1:
            raise Refused(_("Enough codes were sent. Have the next one sent in an hour."))
        return _kept(number, by=by, now=now, purpose=PhoneSend.Purpose.CODE)


def _kept(number: StaffNumber, *, by: User, now: datetime, **columns: object) -> PhoneSend:
    return PhoneSend.objects.create(
        number=number,
        by=by,
        wire_id=draw_ids(Message, 1)[0],
        asked_at=now,
        good_until=now + LASTS,
        **columns,
    )


def _locked(by: User) -> StaffNumber:
    """Their number, locked: two clicks at once count one after the other."""
    rows = StaffNumber.objects.select_for_update(no_key=True)
    number = rows.filter(user=by, state__in=StaffNumber.LIVE).first()
    if number is None:
        raise Refused(_("You have no telephone here yet that texts may be tried on."))
    return number


def _findings(version: TemplateVersion, now: datetime) -> list[Finding]:
    return template_findings(
        version.body,
        template=version.template,
        language=version.language,
        now=now,
        said=said_of(version),
        subject=version.subject,
    )

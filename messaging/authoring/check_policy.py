"""What stands against a policy: it cannot be read, loosens its profile, or would let nothing go."""

from datetime import datetime, timedelta
from typing import Literal

from django.utils.translation import gettext as _, gettext_lazy

from accounts.models.choices import Channel
from messaging.content.shape import has_opt_out_words
from messaging.content.text.findings import Finding
from messaging.models import PolicyVersion, Template, in_force
from messaging.models.choices import ContentClass
from messaging.policy import profiles, sendable
from messaging.policy.document import read_policy
from messaging.policy.errors import PolicyError
from messaging.policy.model import Policy
from messaging.policy.sendable import Texts
from messaging.policy.tighten import check_tightens
from messaging.policy.windows import HORIZON_DAYS

Level = Literal["block", "warn"]
_WHY = {
    sendable.NEVER_OPEN: gettext_lazy("The permitted hours and days never open."),
    sendable.PREFERRED_NEVER_MEETS: gettext_lazy(
        "The preferred hours never meet the permitted ones, so they would count for nothing."
    ),
    sendable.NOBODY_ADDRESSED: gettext_lazy("The debtor is not among those who are addressed."),
    sendable.ALL_ARE_CONTROL: gettext_lazy(
        "Every customer is in the control group: nobody would be written to."
    ),
    sendable.CAP_OF_NOTHING: gettext_lazy("A cap allows no text at all."),
    sendable.UNCONFIRMED_CALENDAR: gettext_lazy(
        "Holidays count, but nobody has confirmed this year's work calendar of the country: every "
        "text would be held. Have it confirmed first."
    ),
    sendable.NO_OPT_OUT_WORDS: gettext_lazy(
        "Opt-out words are required in every text, and no approved reminder has them. Have a "
        "reminder with them approved first."
    ),
}


def policy_findings(version: PolicyVersion, *, now: datetime) -> list[Finding]:
    """All of them block, but for a zone that looks like an oversight."""
    try:
        policy = read_policy(version.document)
        if policy.inherits in profiles.NAMES:
            check_tightens(profiles.load(policy.inherits), policy)
    except PolicyError as error:
        return [_finding("policy_unreadable", str(error), error.field, error.way_out)]
    today = now.date()
    calendar = in_force.calendar_days(
        policy.country,
        today - timedelta(days=1),
        today + timedelta(days=HORIZON_DAYS + 2),
        now,
    )
    texts = _texts(now) if policy.opt_out_wording_required else Texts()
    obstacles = sendable.obstacles(policy, now, calendar=calendar, texts=texts)
    return [_finding(code, str(_WHY[code])) for code in obstacles] + _zones(version, policy)


def _zones(version: PolicyVersion, policy: Policy) -> list[Finding]:
    """A lender left in the zone it was made with, under a policy of another place."""
    if version.lender.timezone == policy.default_zone:
        return []
    sentence = _(
        "%(lender)s counts its days in %(own)s, and customers without a zone are taken to be in "
        "%(theirs)s. If that is not meant, correct the lender's time zone first."
    )
    own, theirs = version.lender.timezone, policy.default_zone
    reason = sentence % {"lender": version.lender, "own": own, "theirs": theirs}
    return [_finding("zones_differ", reason, level="warn")]


def _texts(now: datetime) -> Texts:
    """The reminders in force, of whatever lender: a text belongs to none."""
    reminders = Template.objects.filter(
        channel=Channel.SMS, content_class=ContentClass.COLLECTION_SERVICE
    )
    versions = in_force.template_versions(list(reminders.values_list("pk", flat=True)), now)
    worded = sum(has_opt_out_words(version.body) for version in versions.values())
    return Texts(in_force=len(versions), with_opt_out_words=worded)


def _finding(
    code: str, reason: str, phrase: str = "", suggestion: str = "", *, level: Level = "block"
) -> Finding:
    return Finding(
        level=level,
        category="policy",
        phrase=phrase,
        start=0,
        end=0,
        reason=reason,
        suggestion=suggestion,
        code=code,
    )

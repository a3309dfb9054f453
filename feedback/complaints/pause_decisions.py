"""A text that was paused because of its complaints: a supervisor decides what becomes of it."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from accounts.access import four_eyes
from accounts.errors import Refused
from accounts.input.reasons import given
from accounts.models import User
from feedback.complaints.working import MAY_DECIDE
from feedback.models import ComplaintPause, PauseDecision
from messaging.approval import steps
from messaging.models import Stop
from messaging.models.approvable import ApprovalState
from messaging.stops import service as stops

What = PauseDecision.What


def waiting() -> QuerySet[ComplaintPause]:
    """Those that stand and nobody has decided about, the oldest first."""
    decided = PauseDecision.objects.filter(pause=OuterRef("pk"))
    standing = ComplaintPause.objects.filter(~Exists(decided), stop__lifted_at=None)
    return standing.order_by("at", "pk")


def obstacle_to_letting_go(pause: ComplaintPause, *, by: User) -> str:
    """Why this person does not let the text go on; empty when they may. The database asks the same
    (messaging.models.stop)."""
    version = pause.template_version
    hands = {version.author_id, version.edited_by_id, version.submitted_by_id, *version.editors}
    own = _("You wrote or approved this text: somebody else decides whether it goes on.")
    return four_eyes.obstacle(
        by,
        hands=[({*hands, version.decided_by_id}, own)],
        may=by.has_perm(MAY_DECIDE),
        role=_("A supervisor decides."),
    )


@transaction.atomic
def decide(
    pause: ComplaintPause, *, what: str, reason: str, by: User, now: datetime
) -> PauseDecision:
    """Let the text go on, keep it paused, or retire it. Raises PermissionDenied, Refused (also
    where who wrote or approved the text would let it go on), or ApprovalRefused where it cannot be
    retired.

    Let go on, what waits is decided about anew; so it is when the text is retired, and then finds
    no approved text.
    """
    if not by.has_perm(MAY_DECIDE):
        raise PermissionDenied
    ask = _("Choose what happens to the text, and say why.")
    reason = given(reason, ask=ask)
    if what not in What.values:
        raise Refused(ask)
    stop = Stop.objects.select_for_update(no_key=True, of=("self",)).get(pk=pause.stop_id)
    if stop.lifted_at is not None:
        raise Refused(_("This pause is over already."))
    if what == What.RESUME and (why_not := obstacle_to_letting_go(pause, by=by)):
        raise Refused(why_not)
    made = PauseDecision.objects.create(pause=pause, what=what, reason=reason, by=by, at=now)
    version = pause.template_version
    if what == What.RETIRE and version.state == ApprovalState.APPROVED:
        steps.retire(version, by=by, reason=reason, now=now)
    if what != What.KEEP:
        stops.end_pause(stop.pk, by=by, reason=reason, now=now)
    return made

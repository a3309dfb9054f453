"""A kept promise is thanked for: by an approved text where that may leave, else by an agent."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from feedback.models import Promise
from messaging.transactional import notices

Thanks = Promise.Thanks
AT_ONCE = 200


def say_due(now: datetime) -> int:
    """Thank for what was kept; how many texts were queued. What cannot be sent is offered to an
    agent. Apart from judging, which runs inside imports of thousands."""
    waiting = Promise.objects.filter(state=Promise.State.KEPT, thanks=Thanks.DUE)
    ids = list(waiting.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    return sum(_say(promise_id, now) for promise_id in ids)


@transaction.atomic
def _say(promise_id: int, now: datetime) -> bool:
    kept = Promise.objects.select_related("customer", "loan__lender")
    promise = kept.select_for_update(no_key=True, skip_locked=True, of=("self",)).filter(
        pk=promise_id, thanks=Thanks.DUE
    )
    for one in promise:
        if one.loan is None:
            continue
        try:
            one.thanks_message = notices.queue(
                one.customer, lender=one.loan.lender, code=notices.THANKS, now=now
            )
            one.thanks = Thanks.SENT
        except Refused:
            one.thanks = Thanks.OFFERED
        one.save(update_fields=["thanks", "thanks_message"])
        return one.thanks == Thanks.SENT
    return False


@transaction.atomic
def settle(promise: Promise, *, said: bool) -> Promise:
    """An agent thanked (on the phone, in an answer) or leaves it. Raises Refused."""
    fresh = Promise.objects.select_for_update(no_key=True).get(pk=promise.pk)
    if fresh.thanks != Thanks.OFFERED:
        raise Refused(_("Somebody has seen to the thanks already."))
    fresh.thanks = Thanks.SENT if said else Thanks.PASSED
    fresh.save(update_fields=["thanks"])
    return fresh

"""Opening a case and working on it. The case and its hold are one change."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.holds import service as holds
from accounts.input.reasons import within
from accounts.models import Customer, Hold, User
from feedback.hardship.timeline import LONGEST_TEXT, note
from feedback.models import HardshipCase, HardshipHold, Need
from feedback.models.hardship import LIVE

State = HardshipCase.State


@transaction.atomic
def open_case(
    customer: Customer,
    *,
    source: str,
    by: User | None,
    now: datetime,
    needs: Collection[str] = (),
    story: str = "",
) -> HardshipCase:
    """Open a case and hold the customer's messages; a live case takes this in instead.

    `needs`: values of `Need`; `story`: the customer's own words. `by` None: the customer.
    """
    lock(customer)
    live = HardshipCase.objects.filter(customer=customer, state__in=LIVE).first()
    if live is not None:
        ask_again(live, needs=needs, story=story, by=by, now=now)
        place_hold(live, by=by, now=now)
        return live
    case = start(customer, source=source, by=by, now=now, needs=needs, story=story)
    place_hold(case, by=by, now=now)
    return case


def place_hold(case: HardshipCase, *, by: User | None, now: datetime) -> None:
    """Hold the messages until the case is decided, unless a hold of it without an end does.

    What was granted may run out before that. Whoever calls has the case locked.
    """
    if Hold.objects.filter(hardship__case=case, released_at=None, until=None).exists():
        return
    hold = holds.place(
        customer=case.customer,
        kind=Hold.Kind.HARDSHIP,
        reason=_("Hardship case #%(number)s is open") % {"number": case.pk},
        source=f"hardship:{case.pk}",
        now=now,
        placed_by=by,
    )
    HardshipHold.objects.create(case=case, hold=hold)


def start(
    customer: Customer,
    *,
    source: str,
    by: User | None,
    now: datetime,
    needs: Collection[str] = (),
    story: str = "",
) -> HardshipCase:
    """The case alone; whoever calls links its hold in the same transaction."""
    case = HardshipCase.objects.create(
        customer=customer,
        source=source,
        needs=known_needs(needs),
        story=story or None,
        opened_at=now,
        opened_by=by,
        owner=by,
    )
    note(case, "opened", by=by, now=now)
    return case


def ask_again(
    case: HardshipCase,
    *,
    by: User | None,
    now: datetime,
    needs: Collection[str] = (),
    story: str = "",
) -> None:
    """What was agreed stays in force; somebody looks at what is needed now.

    Whoever calls sees to it that a hold lasts until then.
    """
    fresh = locked(case)
    fresh.needs = known_needs({*fresh.needs, *needs})
    fresh.state = case.state = State.OPEN
    fresh.save(update_fields=["needs", "state"])
    note(fresh, "asked again", by=by, now=now, text=story)


@transaction.atomic
def take(case: HardshipCase, *, by: User, now: datetime) -> None:
    """Become its owner."""
    fresh = locked(case)
    fresh.owner = by
    fresh.save(update_fields=["owner"])
    note(fresh, "taken", by=by, now=now)


@transaction.atomic
def set_needs(case: HardshipCase, *, needs: Collection[str], by: User, now: datetime) -> None:
    """What is needed, as the customer says now."""
    fresh = locked(case)
    fresh.needs = known_needs(needs)
    fresh.save(update_fields=["needs"])
    note(fresh, "asked", by=by, now=now)


@transaction.atomic
def add_note(case: HardshipCase, *, text: str, by: User, now: datetime) -> None:
    """One more entry of the timeline."""
    note(case, "note", by=by, now=now, text=within(text, LONGEST_TEXT))


@transaction.atomic
def mark_reviewed(case: HardshipCase, *, by: User, now: datetime) -> None:
    """Somebody looked at what is granted before it ends, and lets it end."""
    fresh = locked(case)
    if fresh.state != State.GRANTED:
        raise Refused(_("Nothing is granted at present; propose what is to be."))
    fresh.reviewed_at, fresh.reviewed_by = now, by
    fresh.save(update_fields=["reviewed_at", "reviewed_by"])
    note(fresh, "reviewed", by=by, now=now)


def lock(customer: Customer) -> None:
    """Whoever decides about a customer locks them first: two cases at once are one."""
    Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)


def locked(case: HardshipCase) -> HardshipCase:
    """The live case as it is now, its customer and itself locked. Raises Refused."""
    Customer.objects.select_for_update(no_key=True).get(pk=case.customer_id)
    fresh = HardshipCase.objects.select_for_update(no_key=True).get(pk=case.pk)
    if fresh.state not in LIVE:
        raise Refused(_("This case is over; open another one."))
    return fresh


def known_needs(needs: Collection[str]) -> list[str]:
    """In the order of `Need`, each once. Raises Refused for a word that is none."""
    if unknown := set(needs) - set(Need.values):
        raise Refused(_("Unknown need: %(need)s") % {"need": ", ".join(sorted(unknown))})
    return [need for need in Need.values if need in needs]

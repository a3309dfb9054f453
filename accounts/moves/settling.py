"""Settling it: one person says what it is, another decides. Sets of moves, one transaction.

Moved, the loan belongs to the other number with the figures of the file. Where it is the same
person, what stopped us from writing to them stops us under the new number too.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.holds import service as holds
from accounts.input.reasons import given
from accounts.intake.jobs import locks
from accounts.intake.merging import move_rows
from accounts.models import Customer, Loan, LoanMove, LoanParty, User
from accounts.moves import carrying, figures
from accounts.signals import loans_changed

State, Answer = LoanMove.State, LoanMove.Answer


@transaction.atomic
def answer(ids: Collection[int], *, what: str, why: str, by: User, now: datetime) -> int:
    """Say what it is, for a second person to decide; how many. Raises Refused."""
    if what not in Answer.values:
        raise Refused(_("Say what it is."))
    why = given(why)
    waiting = LoanMove.objects.filter(pk__in=ids, state=State.OPEN)
    found = list(waiting.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    if not found:
        raise Refused(_("Choose loans that nobody has answered for yet."))
    return LoanMove.objects.filter(pk__in=found).update(
        state=State.ASKED, answer=what, why=why, asked_by=by, asked_at=now
    )


@transaction.atomic
def send_back(ids: Collection[int]) -> int:
    """The second person does not think so: it is open again; how many. Raises Refused."""
    found = _asked(ids)
    LoanMove.objects.filter(pk__in=[move.pk for move in found]).update(
        state=State.OPEN, answer="", why="", asked_by=None, asked_at=None
    )
    return len(found)


def mark(move: LoanMove) -> str:
    """What was said of it, by whom and when: another word since is another mark."""
    at = move.asked_at.isoformat() if move.asked_at else ""
    return f"{move.answer}:{move.asked_by_id}:{at}"


@transaction.atomic
def decide(seen: Mapping[int, str], *, by: User, now: datetime) -> int:
    """Let it be as the first person said; how many. `seen`: moves by id, each with the `mark` that
    whoever decides has read. Raises Refused."""
    locks.take_turn(wait=True)  # no file is merged meanwhile
    found = _asked_of_others(seen, by)
    stay = [move for move in found if move.answer == Answer.WRONG]
    go = [move for move in found if move.answer != Answer.WRONG]
    if go:
        _move(go, now=now)
    _close(stay, State.KEPT, by=by, now=now)
    _close(go, State.MOVED, by=by, now=now)
    if go:
        loan_ids = {move.loan_id for move in go}
        loans_changed.send(sender=Loan, loan_ids=loan_ids, now=now)
    return len(found)


@transaction.atomic
def may_decide(seen: Mapping[int, str], *, by: User) -> dict[int, str]:
    """Those that `decide` would settle, of what `by` is shown. Raises Refused as it does."""
    return {move.pk: seen[move.pk] for move in _asked_of_others(seen, by)}


def _asked_of_others(seen: Mapping[int, str], by: User) -> list[LoanMove]:
    found = _asked(seen)
    if any(move.asked_by_id == by.pk for move in found):
        raise Refused(_("You have answered for some of these yourself: another person decides."))
    if any(seen[move.pk] != mark(move) for move in found):
        raise Refused(_("Something else is said of some of these by now: read it again."))
    return found


def _asked(ids: Collection[int]) -> list[LoanMove]:
    waiting = LoanMove.objects.filter(pk__in=ids, state=State.ASKED).select_related("import_file")
    found = list(waiting.select_for_update(no_key=True, of=("self",)).order_by("pk"))
    if not found:
        raise Refused(_("Choose loans that somebody has answered for."))
    return found


def _move(moves: Sequence[LoanMove], *, now: datetime) -> None:
    said = {move.pk: move_rows.from_text(move.row) for move in moves if move.row is not None}
    _lock_customers(moves)
    targets = figures.customers_for(list(said.values()), now=now)
    for number in {move.to_number for move in moves}:
        ids = [move.loan_id for move in moves if move.to_number == number]
        Loan.objects.filter(pk__in=ids).update(customer=targets[number])
        # Whoever owes it no longer answers for it in another role.
        LoanParty.objects.filter(loan__in=ids, customer=targets[number]).delete()
    figures.take_over([(move, said[move.pk]) for move in moves], now=now)
    carrying.carry_over([(move, targets[move.to_number]) for move in moves], now=now)


def _lock_customers(moves: Sequence[LoanMove]) -> None:
    """Whoever decides about a customer locks them, ids ascending."""
    ids = {move.from_customer_id for move in moves}
    numbers = {move.to_number for move in moves}
    both = Customer.objects.filter(Q(pk__in=ids) | Q(customer_no__in=numbers))
    list(both.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))


def _close(moves: Sequence[LoanMove], state: str, *, by: User, now: datetime) -> None:
    LoanMove.objects.filter(pk__in=[move.pk for move in moves]).update(
        state=state, decided_by=by, decided_at=now, row=None
    )
    ids = [move.hold_id for move in moves if move.hold_id is not None]
    reason = _("The loan's customer number was settled.")
    holds.release_all(ids, by=by, reason=reason, now=now)

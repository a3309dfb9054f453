"""The database itself refuses every step that is not on the diagram."""

import itertools
from datetime import datetime

import pytest
from django.db import DatabaseError, connection, transaction

from messaging.models import Message
from messaging.models.message_states import FINAL, TRANSITIONS, MessageState
from tests import make_outbox

pytestmark = pytest.mark.django_db
STATES = list(MessageState.values)


def put(message: Message, state: str) -> None:
    """By plain SQL, as any code could; the text and the permit are there."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE messaging_message SET state = %s WHERE id = %s", [state, message.pk])


def path_to(state: str) -> list[str]:
    """States on a shortest way from queued."""
    ways = {"queued": ["queued"]}
    for _step in range(len(STATES)):
        for before, after in TRANSITIONS:
            if before in ways and after not in ways:
                ways[after] = [*ways[before], after]
    return ways[state]


def message_in(state: str, now: datetime) -> Message:
    message = make_outbox.message(
        body=b"x",
        permit_until=now,
        handed_over_at=now,
        reason="test",
        gateway=make_outbox.gateway(),
    )
    for step in path_to(state)[1:]:
        put(message, step)
    return message


@pytest.mark.parametrize("state", STATES)
def test_only_the_steps_of_the_diagram_can_be_taken(state: str, now: datetime) -> None:
    message = message_in(state, now)
    taken = set()
    for after in STATES:
        if after == state:
            continue
        try:
            with transaction.atomic():
                put(message, after)
                taken.add(after)
                raise InterruptedError  # back to where it was
        except (DatabaseError, InterruptedError):
            pass
    assert taken == {after for before, after in TRANSITIONS if before == state}


def test_final_is_final() -> None:
    assert FINAL.isdisjoint(before for before, _after in TRANSITIONS)


def test_there_is_no_way_back_to_the_queue_once_accepted_or_unknown() -> None:
    reach: dict[str, set[str]] = {state: set() for state in STATES}
    for _round, (before, after) in itertools.product(STATES, TRANSITIONS):
        reach[before] |= {after} | reach[after]
    for state in ("accepted", "unknown", *FINAL):
        assert reach[state].isdisjoint({"queued", "claimed", "handing_over"})


def test_what_has_left_cannot_be_rewritten(now: datetime) -> None:
    message = message_in("accepted", now)
    with pytest.raises(DatabaseError, match="has left"):
        Message.objects.filter(pk=message.pk).update(body=b"y")

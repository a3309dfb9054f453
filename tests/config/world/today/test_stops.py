"""The hours of a sandbox's day."""

from datetime import datetime, timedelta

from config.world.past.ledger import ZONE
from config.world.today.stops import HOURS, What, next_stop


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def test_the_next_one_lies_ahead_on_the_same_day_or_the_next() -> None:
    assert next_stop(at("2026-09-15 18:30")).what == What.RELEASE
    assert next_stop(at("2026-09-15 22:00")).at == at("2026-09-16 10:00")


def test_a_day_has_every_hour_once_and_in_order() -> None:
    found, moment = [], at("2026-09-15 00:00")
    while (stop := next_stop(moment)).at < at("2026-09-16 00:00"):
        found.append((stop.at.time(), stop.what))
        moment = stop.at
    assert tuple(found) == HOURS
    assert moment - at("2026-09-15 00:00") < timedelta(days=1)


def test_the_files_come_before_the_plan_and_the_plan_before_the_release() -> None:
    order = [what for _hour, what in HOURS]
    assert order.index(What.FILES) < order.index(What.PLAN) < order.index(What.RELEASE)

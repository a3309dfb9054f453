"""What makes a run another than the one before it."""

from feedback.morning.otherwise import Moved, moved


def funnel(due, **kept_back):
    minus = [{"reason": reason, "count": count} for reason, count in kept_back.items()]
    return {"due": due, "minus": minus, "to_send": due - sum(kept_back.values())}


def test_what_differs_most_comes_first_and_the_differences_add_up():
    before = funnel(900, hold=10, control_arm=40)
    now = funnel(880, hold=110, control_arm=40, suppressed=2)
    found = moved(now, before)
    assert found == [Moved("hold", 110, 10), Moved("", 880, 900), Moved("suppressed", 2, 0)]
    kept = sum(each.more for each in found if each.reason)
    assert now["to_send"] - before["to_send"] == -20 - kept


def test_of_two_runs_alike_there_is_nothing_to_say():
    assert moved(funnel(5, hold=1), funnel(5, hold=1)) == []
    assert moved({}, {}) == []

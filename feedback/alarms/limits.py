"""Figures of alarms that no policy states. All of them are our own proposal."""

from datetime import timedelta

SOURCE = "our own proposal"

DISTRESS_STEPS = (10, 30, 60, 120, 240, 480)
"""Minutes without anybody after which people outside these pages are told: the desk by the first,
the supervisors too from the second on."""

UNREAD_STEPS = (0, 1440, 2880)
"""Minutes after which supervisors are told of a reply that lies unread, again and again."""

ASKED_STEPS = UNREAD_STEPS
"""The same of a question that lies unanswered."""

RINGS_AFTER = timedelta(days=2)
"""A question unanswered for so long rings for the supervisors."""

WARNED_BEFORE = timedelta(days=1)
"""Supervisors hear of it so long before the days of the policy are over."""

LAPSES_AFTER = timedelta(minutes=60)
"""Whoever has taken distress and neither calls nor notes anything for so long has it no more."""

MOST_TRIES = 20
RETRY = timedelta(minutes=1)
"""A mail or a call that failed is tried again after so long, times the number of tries."""

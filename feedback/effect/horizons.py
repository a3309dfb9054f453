"""What is counted of an episode, and within how many days."""

from datetime import timedelta

HORIZONS = (1, 3, 7, 14, 30)
"""Days from the assignment; `EpisodeOutcome.repaid` is in this order."""

LONGEST = HORIZONS[-1]
HARM_DAYS = timedelta(days=LONGEST)

LATE_DAYS = 7
"""Days for which what happened within 30 days may still come in: files that came late, money that
bounced."""

PAID = ("part", "full", "amount")
HARMS = ("complained", "opted_out", "distressed", "in_hardship", "wrong_person")
SATISFACTION = ("rated", "rating")

WINDOWS = (30, 90, 365)
"""Days of assignments that a page looks at."""

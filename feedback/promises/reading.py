"""What a reply promises, for the agent's form: see ``messaging.replies.promised``."""

from datetime import date

from messaging.replies.promises import Promised, read

__all__ = ["Promised", "read", "suggested_day"]


def suggested_day(text: str, today: date) -> date | None:
    """The day meant, today or later; None when the reply names none that is beyond doubt."""
    return read(text, today).day

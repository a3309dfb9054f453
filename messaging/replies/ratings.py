"""The figure a rating says: ``5``, ``５分``, ``4 stars``."""

import re

from messaging.replies.cues import keywords
from messaging.replies.normalising.normalise import normalise

_RATING = re.compile(keywords.RATING)


def rating_of(text: str) -> int | None:
    """1 to 5; None when the reply is no rating and nothing else."""
    said = _RATING.fullmatch(normalise(text))
    return int(said["figure"]) if said else None

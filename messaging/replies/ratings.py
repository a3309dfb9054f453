"""The figure a rating says: ``5``, ``５分``, ``4 stars``."""

import re

from messaging.replies.cues import keywords
from messaging.replies.normalising.normalise import normalise

_SPELT = "一二三四五"
_RATING = re.compile(keywords.RATING)


def rating_of(text: str) -> int | None:
    """1 to 5; None when the reply is no rating and nothing else."""
    said = _RATING.fullmatch(normalise(text))
    if said is None:
        return None
    figure = said["figure"]
    return _SPELT.index(figure) + 1 if figure in _SPELT else int(figure)

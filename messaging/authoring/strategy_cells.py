"""The cells of a strategy: every stage in every tone for every cause."""

from accounts.models.choices import Cause
from messaging.models.choices import StageChoices, Tone

Cell = tuple[str, str, str]  # stage, tone, cause

CELLS: list[Cell] = [
    (stage.value, tone.value, cause.value)
    for stage in StageChoices
    for tone in Tone
    for cause in Cause
]


def in_words(cell: Cell) -> str:
    """As it is called on screen."""
    stage, tone, cause = cell
    return f"{StageChoices(stage).label} · {Tone(tone).label} · {Cause(cause).label}"

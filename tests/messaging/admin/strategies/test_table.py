"""A strategy as its screens draw it."""

from django.utils import translation

from accounts.models.choices import Cause
from messaging.admin.strategies.table import field_of, label_of
from messaging.models.choices import StageChoices, Tone


def test_a_cell_is_called_as_on_screen():
    with translation.override("en"):
        assert [str(each) for each in label_of(("due-0", "gentle", "unknown"))] == [
            str(StageChoices.DUE_0.label),
            "Gentle",
            "Unknown cause",
        ]


def test_every_cell_has_a_field_of_its_own():
    cells = [
        (stage, tone, cause)
        for stage in StageChoices.values
        for tone in Tone.values
        for cause in Cause.values
    ]
    assert len({field_of(cell) for cell in cells}) == len(cells)
    assert field_of(("due-0", "gentle", "unknown")) == "cell:due-0:gentle:unknown"

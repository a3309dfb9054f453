"""The bad rows of a file, as people read them."""

from datetime import datetime

import pytest
from django.utils import translation

from accounts.intake.jobs.bad_rows import as_csv, bad_rows
from accounts.models import Lender
from tests import make_intake

pytestmark = pytest.mark.django_db


def test_a_garbled_name_is_shown_with_what_it_probably_was(anhe: Lender, now: datetime) -> None:
    data = make_intake.as_csv([make_intake.loan(name="鏉庡缓"), make_intake.loan(name="æŽå»º")])
    import_file = make_intake.checked(data, now=now)
    with translation.override("en"):
        said = [row.errors["name"] for row in bad_rows(import_file)]
        written = "".join(as_csv(import_file))
    assert "UTF-8 was read as GBK" in said[0]
    assert said[0].endswith(" It probably was “李建”.")
    assert "UTF-8 was read as Windows-1252" in said[1]
    assert "probably" not in said[1]  # too much of it is lost
    assert "It probably was “李建”" in written


def test_no_problem_keeps_what_a_name_was(anhe: Lender, now: datetime) -> None:
    data = make_intake.as_csv([make_intake.loan(name="鏉庡缓")])
    problem = make_intake.checked(data, now=now).problems.get()
    assert problem.code == "garbled_as"
    assert "李" not in str(problem.params)

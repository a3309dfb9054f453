"""Files that ask: the person answers once, and the file is checked again."""

from datetime import datetime

import pytest

from accounts.intake.jobs import first_rows, lifecycle, questions
from accounts.intake.jobs.questions import AnswerRefused
from accounts.models import ImportFile, Lender, Loan, MatchedColumn
from tests import make
from tests.make_intake import arrive, as_csv, checked, counts, loan, repayment

pytestmark = pytest.mark.django_db

OWN = {"outstanding": "贷款剩余", "amount_due": "本月应收", "customer_no": "会员ID"}
LEFT_OUT = ("email", "salutation")


def own_columns(*rows: dict[str, str], **headings: str) -> bytes:
    """A file that calls some columns otherwise and lacks others."""
    columns = [column for column in rows[0] if column not in LEFT_OUT]
    return as_csv(rows, columns=columns, headings={**OWN, **headings})


def check_again(import_file: ImportFile, now: datetime) -> ImportFile:
    lifecycle.begin_check(import_file.pk, now=now)
    lifecycle.check(import_file.pk, now=now)
    import_file.refresh_from_db()
    return import_file


def answer(import_file: ImportFile, now: datetime, **changed: str) -> ImportFile:
    names = {name: name for name in loan() if name not in {*OWN, *LEFT_OUT}}
    chosen = {**names, **OWN, **dict.fromkeys(LEFT_OUT, ""), **changed}
    by = make.staff("collector")
    questions.answer_columns(import_file, chosen, by=by, now=now)
    return check_again(ImportFile.objects.get(pk=import_file.pk), now)


def test_two_encodings_that_fit_are_shown_side_by_side(anhe: Lender, now: datetime) -> None:
    data = as_csv([loan(name="黃", salutation="", product="Loan")], encoding="big5")

    asked = checked(data, now=now)

    assert asked.state == "asked"
    assert asked.question["kind"] == "encoding"
    found = first_rows.open_rows(asked)
    assert found.keys() == set(asked.question["encodings"])
    assert "黃" in found["big5hkscs"][1]
    assert "独" in found["gb18030"][1]
    assert not Loan.objects.exists()


def test_the_file_is_read_as_the_person_says(anhe: Lender, now: datetime) -> None:
    data = as_csv([loan(name="黃", salutation="", product="Loan")], encoding="big5")
    asked = checked(data, now=now)

    questions.answer_encoding(asked, "big5hkscs")
    again = check_again(asked, now)

    assert (again.state, again.encoding, counts(again)) == ("checked", "big5hkscs", {"new": 1})
    assert "黃" in first_rows.open_rows(again)["big5hkscs"][0]


def test_an_encoding_that_does_not_exist_is_refused(anhe: Lender, now: datetime) -> None:
    with pytest.raises(AnswerRefused):
        questions.answer_encoding(checked(as_csv([loan()]), now=now), "klingon")


def test_columns_called_otherwise_are_asked_about(anhe: Lender, now: datetime) -> None:
    asked = checked(own_columns(loan()), now=now)

    assert asked.state == "asked"
    assert asked.question["kind"] == "columns"
    assert "贷款剩余" in asked.question["headings"]
    assert first_rows.open_rows(asked)[""]


def test_what_is_said_once_counts_for_the_next_file_of_the_lender(
    anhe: Lender, now: datetime
) -> None:
    assert counts(answer(checked(own_columns(loan()), now=now), now)) == {"new": 1}

    later = checked(own_columns(loan(), loan()), now=now)

    assert (later.state, counts(later)) == ("checked", {"new": 2})
    assert later.columns["said_by"].keys() == set(OWN)
    assert later.columns["matched"]["customer_no"] == "会员ID"


def test_another_lenders_file_is_asked_about_all_the_same(anhe: Lender, now: datetime) -> None:
    answer(checked(own_columns(loan()), now=now), now)
    make.lender(code="other", name="另一家")

    assert checked(own_columns(loan(lender="other")), now=now).state == "asked"


def test_a_lender_column_called_otherwise_is_found_too(anhe: Lender, now: datetime) -> None:
    data = own_columns(loan(), lender="放贷方")
    answer(checked(data, now=now), now, lender="放贷方")

    later = checked(own_columns(loan(), lender="放贷方"), now=now)

    assert counts(later) == {"new": 1}


def test_the_last_word_counts(anhe: Lender, now: datetime) -> None:
    first = answer(checked(own_columns(loan()), now=now), now)
    answer(first, now, outstanding="本月应收", amount_due="贷款剩余")

    said = MatchedColumn.objects.filter(lender=anhe).exclude(heading="")
    assert dict(said.values_list("column", "heading")) == {
        "customer_no": "会员id",
        "outstanding": "本月应收",
        "amount_due": "贷款剩余",
    }


def test_a_column_is_doubled_only_until_a_person_says_which(anhe: Lender, now: datetime) -> None:
    row = loan() | {"电话": "010-65880000"}
    asked = checked(as_csv([row]), now=now)
    assert asked.state == "asked"

    chosen = {name: name for name in loan()}
    questions.answer_columns(asked, chosen, by=make.staff("collector"), now=now)

    assert counts(check_again(asked, now)) == {"new": 1}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"customer_no": ""}, "column_needed"),
        ({"customer_no": "loan_no"}, "heading_twice"),
    ],
)
def test_an_answer_without_which_no_row_could_enter_is_refused(
    changed: dict[str, str], code: str, anhe: Lender, now: datetime
) -> None:
    asked = checked(own_columns(loan()), now=now)
    with pytest.raises(AnswerRefused) as refused:
        answer(asked, now, **changed)
    assert refused.value.code == code
    assert not MatchedColumn.objects.exists()


def test_repayments_are_known_by_the_lender_of_their_loans(anhe: Lender, now: datetime) -> None:
    loans = checked(as_csv([loan(loan_no="D1")]), now=now)
    lifecycle.begin_apply(loans.pk, now=now)
    lifecycle.apply(loans.pk, by=None, source="test", now=now, wait=True)
    headings = {"amount": "到账", "reference": "单据"}

    def file(**cells: str) -> bytes:
        return as_csv([repayment(loan_no="D1", **cells)], headings=headings)

    asked = checked(file(), now=now, kind="repayments")
    assert asked.state == "asked"
    chosen = {"loan_no": "loan_no", "paid_on": "paid_on", **headings}
    questions.answer_columns(asked, chosen, by=make.staff("collector"), now=now)

    assert counts(check_again(asked, now)) == {"new": 1}
    assert counts(checked(file(), now=now, kind="repayments")) == {"new": 1}


def test_a_file_with_too_few_columns_asks_nothing(anhe: Lender, now: datetime) -> None:
    assert checked(b"a,b\n1,2\n", now=now).state == "refused"


def test_a_question_can_be_left_unanswered(anhe: Lender, now: datetime) -> None:
    asked = checked(own_columns(loan()), now=now)

    assert lifecycle.cancel(asked.pk)

    asked.refresh_from_db()
    assert (asked.state, asked.first_rows, asked.stored_as) == ("cancelled", None, "")


def test_a_command_waits_for_nobody(anhe: Lender, now: datetime) -> None:
    """The file is refused with what is to be done."""
    import_file = arrive(own_columns(loan()), now=now)
    lifecycle.begin_apply(import_file.pk, now=now, unchecked=True)
    lifecycle.apply(import_file.pk, by=None, source="test", now=now, wait=True)
    import_file.refresh_from_db()
    assert import_file.state == "failed"

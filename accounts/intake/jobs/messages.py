"""What intake says to people, in their language."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext as _, gettext_noop

from accounts.intake.parsing.headers import LOAN_COLUMNS, REPAYMENT_COLUMNS
from accounts.intake.readers.errors import CELL_TEXTS, FILE_TEXTS, REMARK_TEXTS
from accounts.models import ImportFile, Lender

ROW_TEXTS: Mapping[str, str] = {
    "out_of_date": gettext_noop("Newer figures are known, of %(known)s."),
    "duplicate_loan": gettext_noop("Line %(first)d names this loan already."),
    "duplicate_party": gettext_noop("Line %(first)d names this person for this loan already."),
    "duplicate_reference": gettext_noop("Line %(first)d has this reference already."),
    "other_customer": gettext_noop(
        "This loan belongs to another customer number. Once the file is applied, two people settle "
        "it on the page of loans under another number; nothing is sent about it meanwhile."
    ),
    "two_people": gettext_noop(
        "Line %(other)d gives this customer number to somebody else. Correct the number; if it is "
        "one person, write name and phone alike in both rows."
    ),
    "customer_erased": gettext_noop("This customer's data has been erased."),
    "own_party": gettext_noop("The debtor of a loan cannot also answer for it in another role."),
    "customer_of_another_lender": gettext_noop(
        "This is the number of another lender's customer, and no telephone or address of the row "
        "is theirs: bring this person under another number."
    ),
    "other_lender": gettext_noop("This loan belongs to a lender whose files you do not bring."),
    "unknown_loan": gettext_noop("No loan has this number."),
    "needs_second": gettext_noop(
        "It changes an address, an identity secret or a product, or lowers an amount by much: it "
        "waits for a second person, in a file of its own."
    ),
    "unknown_repayment": gettext_noop(
        "No repayment with this reference is recorded: there is nothing to take back. Name the "
        "repayment in the column of the original reference."
    ),
    "repayment_of_another_loan": gettext_noop("The repayment taken back is another loan's."),
    "taken_back_already": gettext_noop("This repayment was taken back already."),
    "more_than_came_in": gettext_noop("More than came in cannot go back."),
    "before_it_came_in": gettext_noop("It came in on %(day)s only."),
    "reference_reused": gettext_noop(
        "This reference is recorded already, with another loan, day or amount."
    ),
}
IMPORT_TEXTS: Mapping[str, str] = {
    "already_applied": gettext_noop("This very file was applied on %(at)s by %(by)s."),
    "already_applied_by_command": gettext_noop("This very file was applied on %(at)s by command."),
    "second_refused": gettext_noop("Refused by %(by)s: %(reason)s"),
    "scanner_down": gettext_noop(
        "The virus scanner does not answer, and nothing reads an unscanned file. It is checked "
        "by itself as soon as the scanner is back."
    ),
    "scanner_too_large": gettext_noop(
        "The file is larger than the virus scanner takes. Ask your administrator to raise "
        "StreamMaxLength, then check it again."
    ),
    "interrupted": gettext_noop(
        "Processing was interrupted. Nothing was imported; please try again."
    ),
    "internal": gettext_noop(
        "The file could not be processed because of a software fault. Nothing was imported. "
        "Tell your administrator when it happened."
    ),
}
UNUSUAL_TEXTS: Mapping[str, str] = {
    "vanished": gettext_noop("open loans are not in the file"),
    "amounts": gettext_noop("known loans have another amount due"),
    "far": gettext_noop("known loans have an amount due at least five times as high or as low"),
    "raised": gettext_noop("known loans have an amount due that rose by more than 2 %"),
    "grown": gettext_noop("known loans have an outstanding amount that rose by more than 2 %"),
    "reversed": gettext_noop("repayments went back, beside the loans that were open"),
    "new": gettext_noop("loans are new or open again, beside those that were open"),
    "phones": gettext_noop("known customers have another telephone number"),
    "names": gettext_noop("known customers have another name"),
}
ANSWER_TEXTS: Mapping[str, str] = {
    "no_such_encoding": gettext_noop("Choose an encoding of the list."),
    "column_needed": gettext_noop("Say which heading is %(column)s: no row can enter without it."),
    "heading_twice": gettext_noop("“%(heading)s” cannot be two columns. Choose again."),
}
_OF_COLUMNS = {"columns", "column"}  # what names columns of ours; a number counts them
TEXTS = {
    **FILE_TEXTS,
    **CELL_TEXTS,
    **REMARK_TEXTS,
    **ROW_TEXTS,
    **IMPORT_TEXTS,
    **ANSWER_TEXTS,
}


def sentence(code: str, params: Mapping[str, Any]) -> str:
    """Code and parameters as a sentence; translated first, filled in afterwards."""
    named = {
        key: _headings(value)
        for key, value in params.items()
        if key in _OF_COLUMNS and isinstance(value, str)
    }
    return _(TEXTS[code]) % {**params, **named}


def column_name(column: str) -> str:
    """One of our columns, as the language of the screen calls it."""
    return _headings(column)


def _headings(columns: str) -> str:
    """Our columns, as a Chinese file heads them when that is the language of the screen."""
    if not (get_language() or "").startswith("zh"):
        return columns
    known = {**LOAN_COLUMNS, **REPAYMENT_COLUMNS}
    return "、".join(known.get(name, (name,))[0] for name in columns.split(", "))


def why(import_file: ImportFile) -> str:
    """Why a file was refused, failed or given back; "" when nothing was wrong."""
    if not import_file.error:
        return ""
    told = json.loads(import_file.error)
    code, params = told["code"], dict(told["params"])
    if code == "already_applied":
        params["at"] = f"{timezone.localtime(datetime.fromisoformat(params['at'])):%Y-%m-%d %H:%M}"
        if not params["by"]:
            code = "already_applied_by_command"
    return sentence(code, params)


def where(line: int, column: str) -> str:
    """ "Line 17, phone", as commands print it."""
    if not column:
        return _("Line %(line)d") % {"line": line}
    return _("Line %(line)d, %(column)s") % {"line": line, "column": _headings(column)}


def remarks(import_file: ImportFile) -> list[str]:
    """What was read otherwise than it is written: “phone: a landline …: 12 rows, first line 7”."""
    return [
        _("%(column)s: %(what)s (rows: %(count)d, the first in line %(line)d)")
        % {
            "column": _headings(told["column"]),
            "what": _(TEXTS[told["code"]]),
            "count": told["count"],
            "line": told["first"],
        }
        for told in import_file.columns.get("remarks", [])
    ]


def encodings_that_fit(import_file: ImportFile) -> str:
    """As a command is told one of them; "" when that is not the question."""
    told = json.loads(import_file.error) if import_file.error else {"params": {}}
    return " | ".join(
        f"--encoding {name}" for name in str(told["params"].get("encodings", "")).split()
    )


def unusual(import_file: ImportFile) -> list[str]:
    """What the file changes or loses far more than the last ones of its lender, with figures."""
    codes = {told["lender"] for told in import_file.unusual}
    names = dict(Lender.objects.filter(code__in=codes).values_list("code", "name"))
    return [
        (
            _(
                "%(lender)s: with the other files of the same person today %(affected)s of "
                "%(base)s %(what)s: %(percent)d %%, usually %(usual)d %% a day"
            )
            if told.get("day")
            else _(
                "%(lender)s: %(affected)s of %(base)s %(what)s: %(percent)d %%, "
                "usually %(usual)d %%"
            )
        )
        % {
            **told,
            "lender": names.get(told["lender"], told["lender"]),
            "affected": f"{told['affected']:,}",
            "base": f"{told['base']:,}",
            "what": _(UNUSUAL_TEXTS[told["code"]]),
        }
        for told in import_file.unusual
    ]

"""A lender ready to plan and to send over batch HTTP, and a file of its loans."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from accounts.intake.parsing.rows import SANDBOX_PREFIX
from accounts.models import Lender, User
from messaging.approval.fingerprints import fingerprint
from messaging.approval.steps import approve, submit
from messaging.models import Gateway, PolicyVersion, Run
from messaging.policy import profiles
from messaging.policy.document import write_policy
from messaging.runs import release as run_release
from tests import make, make_runs
from tests.benchmarks import database
from tests.benchmarks.figures import CODE, DUE_LATER, DUE_SHARE, NOW, OVERDUE_SINCE, SECRET_VARIABLE

NO_LIMIT = 10_000_000
HEADER = (
    "customer_no,name,salutation,phone,email,language,timezone,id_last4,loan_no,lender,product,"
    "currency,principal,outstanding,amount_due,due_date,as_of,instalments_paid_late,"
    "instalments_paid,cause"
)


def make_lender() -> Lender:
    """Texts, strategy, gateway, and the `cn` policy without its tranches: they pace, and this is
    about how fast it could be."""
    people = {"author": make.staff("administrator"), "approver": make.staff("supervisor")}
    _approved(
        Gateway(
            code="bench",
            driver="batch_http",
            settings={"url": "http://127.0.0.1:9", "call_size": 1, "connections": 1},
            credentials_ref=f"env:{SECRET_VARIABLE}",
            rate_per_second=1_000_000,
            content_classes=["collection_service", "confirmation"],
        ),
        **people,
    )
    lender = make_runs.ready_lender(code=CODE)
    document = write_policy(profiles.load("cn"))
    document["tranche_size"]["value"] = NO_LIMIT
    _approved(PolicyVersion(lender=lender, number=2, profile="cn", document=document), **people)
    return lender


def set_gateway(*, url: str, call_size: int, connections: int) -> None:
    """As if it had been approved so."""
    settings = json.dumps({"url": url, "call_size": call_size, "connections": connections})
    with transaction.atomic():
        database.ask("ALTER TABLE messaging_gateway DISABLE TRIGGER USER")
        database.ask("UPDATE messaging_gateway SET settings = %s", settings)
        database.ask("ALTER TABLE messaging_gateway ENABLE TRIGGER USER")


def release(run: Run) -> int:
    """Let the run go, at once; how many messages are queued."""
    count = int(run.funnel["to_send"])
    by = make.staff("supervisor", username="releases")
    run_release.release(run.pk, by=by, now=NOW, expected_count=count, send_at_once=True)
    database.ask("UPDATE messaging_message SET not_before = %s WHERE not_before > %s", NOW, NOW)
    database.analyze()
    return count


def write_loans(file: Path, rows: int) -> None:
    """Each of a customer of its own; one in DUE_SHARE is due."""
    with file.open("w", encoding="utf-8") as target:
        target.write(HEADER + "\n")
        target.writelines(",".join(loan_row(n)) + "\n" for n in range(rows))


def write_calls(rows: int, *, as_of: datetime) -> bytes:
    """The same loans a day later, a JSON object a line: each owes a little more."""
    names = HEADER.split(",")
    lines = []
    for n in range(rows):
        row = {name: cell for name, cell in zip(names, loan_row(n), strict=True) if cell}
        later = {"outstanding": f"{Decimal(row['outstanding']) + 1}", "as_of": as_of.isoformat()}
        lines.append(json.dumps({**row, **later}, ensure_ascii=False))
    return "\n".join(lines).encode()


def loan_row(n: int) -> list[str]:
    """The cells of the n-th, under HEADER."""
    digits = 14 - len(SANDBOX_PREFIX)
    families, given = "王李张刘陈杨赵黄周吴", "伟芳娜敏静磊军洋勇艳杰娟涛明超霞平刚桂英"
    name = families[n % 10] + given[n // 10 % 20] + given[n // 200 % 20]
    amount = f"{1000 + n % 9000}.{n % 90 + 10}"
    due = OVERDUE_SINCE if n % DUE_SHARE == 0 else DUE_LATER
    return [
        *(f"B{n:08d}", name, "先生", f"{SANDBOX_PREFIX}{n:0{digits}d}", "", "zh-hans"),
        *("Asia/Shanghai", "123X", f"L{n:09d}", CODE, "消费贷", "CNY", "10000.00", "8000.00"),
        *(amount, due, NOW.isoformat(), "0", "6", ""),
    ]


def _approved(draft: Gateway | PolicyVersion, *, author: User, approver: User) -> None:
    when = make.MORNING + timedelta(minutes=1)
    draft.author = draft.edited_by = author
    draft.created_at = draft.edited_at = when
    draft.save()
    submitted = submit(draft, by=author, now=when)
    approve(submitted, by=approver, now=when, seen_hash=fingerprint(submitted))

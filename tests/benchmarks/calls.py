"""Many rows through the API: a call of NDJSON stored by a page, merged by a worker.

Every loan of a database is told again with a day's figures, as a core system does each night.
"""

from __future__ import annotations

from datetime import UTC, datetime
from unittest.mock import patch

from django.conf import settings

from accounts.api import bringing
from accounts.models import ImportFile, Lender, Loan
from tests import make, make_api
from tests.benchmarks import child, database, world
from tests.benchmarks.figures import CODE
from tests.benchmarks.measuring import Measure, measured, must_be

PER_SECOND = 5000


def measure(source: str) -> Measure:
    """One call with all the loans."""
    with database.copy(source):
        rows = Loan.objects.count()
        body = world.write_calls(rows, as_of=datetime.now(UTC))
        people = [make.staff("administrator", username=name) for name in ("asks", "decides")]
        _key, secret = make_api.key(Lender.objects.get(code=CODE), people=people)
        core = make_api.Caller(secret)
        headers = {**core.headers, "Idempotency-Key": "bench"}
        with measured() as watch, patch.object(bringing, "start"):
            answer = core.client.post(
                "/api/v1/imports?kind=loans",
                data=body,
                content_type="application/x-ndjson",
                headers=headers,
            )
        must_be("answer", answer.status_code, 202)
        made = answer.json()["id"]
        done = child.run("bring_call", import_id=made, folder=str(settings.UPLOAD_DIR))
        made = ImportFile.objects.get(pk=made)
        must_be("rows", (made.state, made.rows_changed, made.error), ("applied", rows, ""))
    return Measure(
        f"call of {rows:,} loans",
        rows,
        watch.seconds + done.seconds,
        at_least=PER_SECOND,
        facts={"stored": watch.seconds, "memory_mb": done.memory_mb, "cpu": done.cpu_seconds},
    )

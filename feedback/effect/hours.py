"""What came of the hours that were drawn: counted once, summed at night for the next draws.

A text counts as good when it was answered or paid on within three days, and did no harm: whoever
opts out or complains has answered too. A run that was released when the first of its hours was
over, or sent at once, did not keep to its draws and teaches nothing.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from accounts.models import Lender
from accounts.rules.lender_day import lender_day
from messaging.models import HourFinding, HourSum
from messaging.replies.intents import Intent

if TYPE_CHECKING:
    from messaging.evaluation.hours import Spread

WITHIN = 3
"""Days, that of the text included as the first night, in which an answer or a payment counts."""

LATE = 1
"""Days more until it is counted: a day's repayments come with the file of the next."""

DAYS = 180
"""Of texts that are learned from: habits change."""

MOST_CUSTOMERS = 50_000
"""Whose texts tell how much customers differ; of more, a part that is drawn by hash."""

HARMFUL = (
    *(Intent.OPT_OUT, Intent.OPT_OUT_REVIEW, Intent.WRONG_PARTY, Intent.COMPLAINT),
    Intent.DISTRESS,
)
"""Answers that are none to be glad of."""

_COUNT = """
WITH due AS (
    SELECT d.candidate_id, d.customer_id, d.day, d.at
    FROM messaging_hourdraw d
    JOIN messaging_candidate c ON c.id = d.candidate_id
    JOIN messaging_run r ON r.id = c.run_id
    WHERE d.lender_id = %(lender)s AND d.day BETWEEN %(first)s AND %(last)s
      AND d.counted_on IS NULL AND NOT d.named AND c.to_send AND NOT r.send_at_once
      AND r.released_at < d.opens_at + interval '1 hour'
), answer AS (
    SELECT d.candidate_id, bool_or(y.intent = ANY (%(harmful)s)) AS harmful,
           bool_or(y.intent <> ALL (%(harmful)s)) AS glad
    FROM due d JOIN messaging_reply y ON y.customer_id = d.customer_id
         AND y.received_at >= d.at AND y.received_at < d.at + %(span)s
    GROUP BY d.candidate_id
), stopped AS (
    SELECT d.candidate_id FROM due d
    JOIN accounts_contactpoint p ON p.customer_id = d.customer_id
    JOIN messaging_suppression s ON s.address_hash = p.address_hash AND s.channel = p.channel
    WHERE s.kind IN ('opt_out', 'wrong_party') AND s.at >= d.at AND s.at < d.at + %(span)s
    UNION
    SELECT d.candidate_id FROM due d JOIN feedback_complaint f USING (customer_id)
    WHERE f.opened_at >= d.at AND f.opened_at < d.at + %(span)s
), paid AS (
    SELECT d.candidate_id FROM due d
    JOIN messaging_candidateloan l USING (candidate_id)
    JOIN accounts_repayment r ON r.loan_id = l.loan_id
         AND r.paid_on BETWEEN d.day AND d.day + %(within)s - 1
    GROUP BY d.candidate_id HAVING sum(r.amount) > 0
)
UPDATE messaging_hourdraw h SET
    answered = COALESCE(a.glad, false),
    repaid = p.candidate_id IS NOT NULL,
    harmed = COALESCE(a.harmful, false) OR s.candidate_id IS NOT NULL,
    counted_on = %(today)s
FROM due d LEFT JOIN answer a USING (candidate_id) LEFT JOIN stopped s USING (candidate_id)
     LEFT JOIN paid p USING (candidate_id)
WHERE h.candidate_id = d.candidate_id
"""

_GOOD = "((answered OR repaid) AND NOT harmed)::int"
_COUNTED = """
    FROM messaging_hourdraw
    WHERE lender_id = %(lender)s AND day BETWEEN %(since)s AND %(last)s AND counted_on IS NOT NULL
"""

# For each group and, with an empty name, for all together: over a customer's texts first.
_SUM = f"""
WITH text AS (
    SELECT customer_id, hours, alike, hour, answered, repaid, harmed, {_GOOD} AS good,
           1 / share AS weight
    {_COUNTED}
), customer AS (
    SELECT customer_id, hours, g.alike, hour, count(*) AS texts, sum(answered::int) AS answered,
           sum(repaid::int) AS repaid, sum(harmed::int) AS harmed, sum(good) AS good,
           sum(weight) AS weight, sum(weight ^ 2) AS squares, sum(good * weight) AS weighted
    FROM text CROSS JOIN LATERAL (VALUES (text.alike), ('')) g (alike)
    GROUP BY customer_id, hours, g.alike, hour
)
SELECT hours, alike, hour, sum(texts), count(*), sum(answered), sum(repaid), sum(harmed),
       sum(good), sum(weight), sum(squares), sum(weighted),
       ARRAY[sum(weight ^ 2), sum(weight * weighted), sum(weighted ^ 2)]
FROM customer GROUP BY hours, alike, hour
"""  # noqa: S608  (of this module)

# What drawing evenly would have brought: each text as often as it would have been drawn then.
_ALTOGETHER = f"""
WITH customer AS (
    SELECT count(*) AS n, sum({_GOOD}) AS good,
           sum({_GOOD} * (1 - 1 / (cardinality(hours) * share))) AS gained, min(day) AS since
    {_COUNTED} GROUP BY customer_id
), mean AS (SELECT sum(gained) / sum(n) AS gained FROM customer)
SELECT min(c.since), sum(c.n), count(*), sum(c.good) / sum(c.n), min(m.gained),
       sqrt(sum((c.gained - m.gained * c.n) ^ 2)) / sum(c.n)
FROM customer c CROSS JOIN mean m
"""  # noqa: S608

_CELLS = f"""
SELECT customer_id, hours, alike, hour, count(*), sum({_GOOD}), sum(1 / share), sum(share ^ -2),
       sum({_GOOD} / share), sum({_GOOD} / share ^ 2)
{_COUNTED} AND (hashint8extended(customer_id, 23) & 1023) < %(part)s
GROUP BY customer_id, hours, alike, hour
"""


def learn(lender: Lender, *, now: datetime) -> HourFinding | None:
    """Count what can be counted, and keep the sums of it. None where no hour was ever drawn."""
    today = lender_day(lender, now)
    last = today - timedelta(days=WITHIN + LATE)
    with transaction.atomic():
        _count(lender, last, today)
    values: dict[str, Any] = {
        "lender": lender.pk,
        "since": last - timedelta(days=DAYS - 1),
        "last": last,
    }
    (altogether,) = _rows(_ALTOGETHER, values)
    if altogether[1] is None:
        return None
    sums = [_sum(lender, row) for row in _rows(_SUM, values)]
    spread = _spread(sums, values, customers=altogether[2])
    since, texts, customers, good, gained, error = altogether
    with transaction.atomic():
        HourSum.objects.filter(lender=lender).delete()
        HourSum.objects.bulk_create(sums, batch_size=500)
        finding, _made = HourFinding.objects.update_or_create(
            lender=lender,
            defaults={
                "as_of": today,
                "since": since,
                "texts": texts,
                "customers": customers,
                "good": float(good),
                "gained": gained,
                "error": error,
                "spread_customers": spread.customers,
                "spread_hours": spread.own_hours,
                "spread_texts": spread.texts,
            },
        )
    return finding


def _count(lender: Lender, last: date, today: date) -> None:
    values: dict[str, Any] = {
        "lender": lender.pk,
        "first": last - timedelta(days=DAYS),
        "last": last,
        "today": today,
        "within": WITHIN,
        "span": timedelta(days=WITHIN),
        "harmful": [each.value for each in HARMFUL],
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, values)


def _rows(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _sum(lender: Lender, row: tuple[Any, ...]) -> HourSum:
    names = (
        *("hours", "alike", "hour", "texts", "customers", "answered", "repaid", "harmed", "good"),
        *("weight", "squares", "weighted", "by_customer"),
    )
    return HourSum(lender=lender, **dict(zip(names, row, strict=True)))


def _spread(sums: list[HourSum], values: dict[str, Any], *, customers: int) -> Spread:
    """numpy is the night's work alone."""
    import numpy as np

    from messaging.evaluation.hours import Cells, spread_of
    from messaging.planning.hours import tables_of

    part = min(1024, 1024 * MOST_CUSTOMERS // max(1, customers) + 1)
    rows = _rows(_CELLS, {**values, "part": part})
    tables = tables_of(sums)
    expected = np.array([_expected(tables, row) for row in rows])
    columns = [np.array([row[at] for row in rows], float) for at in range(4, 10)]
    cells = Cells(np.array([row[0] for row in rows], np.int64), *columns)
    return spread_of(cells, expected)


def _expected(tables: Any, row: tuple[Any, ...]) -> float:
    table, groups = tables[tuple(row[1])]
    return float(table.expected[groups[row[2]], row[1].index(row[3])])

"""The files a customer gets: one to read, one a table for spreadsheets, one for programs."""

from __future__ import annotations

import json
from datetime import datetime
from hashlib import sha256

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from accounts.audit import trail
from accounts.disclosure import reveals
from accounts.input.reasons import of_substance
from accounts.lists.spreadsheets import csv_line, heading_line
from accounts.models import Customer, User
from feedback.own_data.gathering import Section, gather
from feedback.pack.making import Pack

MAY_EXPORT = "accounts.export_customer"


def make(customer: Customer, *, why: str, reason: str, by: User, now: datetime) -> Pack:
    """Gathered in the customer's language, and on record as a look at personal values. Raises
    PermissionDenied, and Refused without a reason of substance or beyond the daily limit."""
    if not by.has_perm(MAY_EXPORT):
        raise PermissionDenied
    reason = of_substance(reason)
    reveals.refuse_beyond_limit(by, why=why, now=now)
    with transaction.atomic():
        with translation.override(customer.language_to_use):
            files = _files(gather(customer), now)
        digest = sha256(b"".join(sha256(each).digest() for each in files.values())).hexdigest()
        reveals.record(
            by=by, customer_id=customer.pk, what="own_data", why=why, reason=reason, now=now
        )
        trail.record(
            action="own_data",
            table=Customer._meta.db_table,
            row_id=str(customer.pk),
            after={"sha256": digest, "files": len(files), "why": why, "reason": reason},
        )
    return Pack(f"own-data-{customer.pk}.zip", digest, files)


def _files(sections: list[Section], now: datetime) -> dict[str, bytes]:
    page = render_to_string("feedback/own_data.html", {"sections": sections, "now": now})
    files = {"index.html": page.encode(), "data.json": _as_json(sections, now)}
    for section in sections:
        files[f"{section.name}.csv"] = _as_csv(section)
    return files


def _as_json(sections: list[Section], now: datetime) -> bytes:
    told = {
        "made_at": now.isoformat(),
        **{
            section.name: [dict(zip(section.headings, row, strict=True)) for row in section.rows]
            for section in sections
        },
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _as_csv(section: Section) -> bytes:
    return "".join([heading_line(section.headings), *map(csv_line, section.rows)]).encode()

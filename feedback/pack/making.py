"""A pack, made in memory and put on record before a byte of it leaves; nothing of it is kept."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from accounts.audit import trail
from accounts.chain import publishing
from accounts.chain.keys import seal_keys
from accounts.chain.links import Header
from accounts.chain.proving import as_json, links_of
from accounts.chain.tables import AS_TEXT
from accounts.disclosure import reveals
from accounts.input.reasons import of_substance
from accounts.intake.changes import of_rows
from accounts.models import ChainLink, User
from feedback.pack.plain import people_in, plain
from feedback.pack.scope import MESSAGE, Scope, sections
from feedback.pack.sealed import sealed_rows

FORMAT = "huancui-evidence/1"
MAY_EXPORT = "accounts.export_evidence"
FILES = Path(__file__).parent / "files"
SHIPPED = ("verify.py", "README.txt")


@dataclass(frozen=True, slots=True)
class Pack:
    """The files in order; `sha256`: of the manifest, by which the trail knows this pack."""

    name: str
    sha256: str
    files: dict[str, bytes] = field(repr=False)


def make(scope: Scope, *, why: str, reason: str, by: User, now: datetime) -> Pack:
    """Gather, prove, sign, and put on record, as a look at personal values too. Raises
    PermissionDenied, and Refused without a reason of substance or beyond the daily limit."""
    if not by.has_perm(MAY_EXPORT):
        raise PermissionDenied
    reason = of_substance(reason)
    reveals.refuse_beyond_limit(by, why=why, now=now)
    with transaction.atomic():
        return _made(scope, why=why, reason=reason, by=by, now=now)


def _made(scope: Scope, *, why: str, reason: str, by: User, now: datetime) -> Pack:
    with connection.cursor() as cursor:
        cursor.execute(AS_TEXT)
    files = _files(scope)
    manifest = _manifest(scope, files, why=why, reason=reason, by=by, now=now)
    digest = sha256(manifest).hexdigest()
    if scope.customer is not None:
        what = f"evidence:{scope.about}"
        customer_id = scope.customer.pk
        reveals.record(by=by, customer_id=customer_id, what=what, why=why, reason=reason, now=now)
    trail.record(
        action="evidence",
        table=_TABLES[scope.kind],
        row_id=str(scope.pk),
        after={
            "manifest_sha256": digest,
            "files": len(files),
            "why": why,
            "reason": reason,
            **_days(scope),
        },
    )
    signed = {"manifest.json": manifest, "manifest.sig": _signature(digest)}
    return Pack(_name(scope), digest, {**signed, **files})


def _days(scope: Scope) -> dict[str, str]:
    said = {"first_day": scope.period.first, "last_day": scope.period.last}
    return {name: str(day) for name, day in said.items() if day}


def _name(scope: Scope) -> str:
    """`evidence-customer-17-from-2026-09-01-to-2026-09-30.zip`, without what was left open."""
    first, last = scope.period.first, scope.period.last
    days = (f"-from-{first}" if first else "") + (f"-to-{last}" if last else "")
    return f"evidence-{scope.kind}-{scope.pk}{days}.zip"


_TABLES = {
    "customer": "accounts_customer",
    "complaint": "feedback_complaint",
    "message": "messaging_message",
}


def stream(pack: Pack) -> Iterator[bytes]:
    """The ZIP, a file at a time."""
    out = _Drained()
    with ZipFile(cast("IO[bytes]", out), "w", ZIP_DEFLATED) as archive:
        for name, content in pack.files.items():
            info = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
            yield out.drain()
    yield out.drain()


class _Drained:
    """Takes what an archive writes, which cannot go back in it, and gives it away in pieces."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        pass

    def drain(self) -> bytes:
        content, self._pieces = b"".join(self._pieces), []
        return content


def _files(scope: Scope) -> dict[str, bytes]:
    rows = {name: [plain(row) for row in found] for name, found in sections(scope).items()}
    sealed = sealed_rows(scope)
    links = links_of(row for found in sealed.values() for row in found)
    files = {f"{name}.json": _json(content) for name, content in rows.items()}
    for table, found in sealed.items():
        files[f"rows/{table}.json"] = _json([as_json(row) for row in found])
    files["import_changes.json"] = _json(_by_files(scope))
    named = set().union(*(people_in(content) for content in rows.values()))
    named |= _people_of(sealed)
    files["people.json"] = _json(
        list(
            User.objects.filter(pk__in=named)
            .order_by("pk")
            .values("id", "username", "display_name")
        )
    )
    files["links.json"] = _json([_link(link) for link in links])
    files["heads.jsonl"] = "".join(
        publishing.head_of(link, Header.read(link.header).chain).line() + "\n" for link in links
    ).encode()
    files["keys.json"] = _json(seal_keys().printed())
    for name in SHIPPED:
        files[name] = (FILES / name).read_bytes()
    files["README.txt"] = _cover(scope) + files["README.txt"]
    return files


def _cover(scope: Scope) -> bytes:
    """What the pack is about and of which days, above how it is read."""
    first, last, zone = scope.period.first, scope.period.last, scope.period.zone
    if first is None and last is None:
        return b""
    chinese = f"期间：{first or '最早'} 至 {last or '制作之日'}（两端均含，{zone}）"
    english = f"Period: {first or 'the beginning'} to {last or 'the day it was made'}"
    return f"{chinese}\n{english} (both included, {zone})\n\n".encode()


def _by_files(scope: Scope) -> list[dict[str, Any]]:
    """What files changed of the person's own rows; for a message, of the loans it names."""
    rows: dict[str, Collection[int]] = {"accounts_loan": scope.loan_ids}
    if scope.kind != MESSAGE and scope.customer is not None:
        points = scope.customer.contact_points.values_list("pk", flat=True)
        rows |= {"accounts_customer": [scope.customer.pk], "accounts_contactpoint": list(points)}
    found = [
        change
        for table, ids in rows.items()
        for change in of_rows(table, ids)
        if scope.period.holds(change.at)
    ]
    return [{**change._asdict(), "at": change.at.isoformat()} for change in found]


def _people_of(sealed: dict[str, Any]) -> set[int]:
    return {
        int(value)
        for found in sealed.values()
        for row in found
        for column in ("actor_id", "by_id", "user_id")
        if (value := row.values.get(column))
    }


def _link(link: ChainLink) -> dict[str, Any]:
    return {
        "number": link.number,
        "header": link.header,
        "head": link.hex,
        "signature": bytes(link.signature).hex(),
        "key": link.key,
    }


def _manifest(
    scope: Scope, files: dict[str, bytes], *, why: str, reason: str, by: User, now: datetime
) -> bytes:
    return _json(
        {
            "format": FORMAT,
            "about": scope.about,
            "contacts_since": scope.since.isoformat() if scope.since else None,
            "period": {
                "first_day": str(scope.period.first) if scope.period.first else None,
                "last_day": str(scope.period.last) if scope.period.last else None,
                "zone": scope.period.zone,
            },
            "made_at": now.isoformat(),
            "made_by": by.get_username(),
            "why": why,
            "reason": reason,
            "files": {
                name: {"sha256": sha256(content).hexdigest(), "bytes": len(content)}
                for name, content in sorted(files.items())
            },
        }
    )


def _signature(digest: str) -> bytes:
    """Empty where this process only verifies: the pages may be without the key."""
    keys = seal_keys()
    if not keys.private:
        return _json({"sha256": digest, "key": "", "signature": ""})
    signature = keys.private[keys.current].sign(f"{FORMAT} {digest}".encode())
    return _json({"sha256": digest, "key": str(keys.current), "signature": signature.hex()})


def _json(content: Any) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()

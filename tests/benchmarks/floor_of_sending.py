"""The floor: claim and update the same rows with `execute_values`, make the same requests with
keep-alive `http.client` threads, and decide nothing.

The rows are a copy of the messages in a table with the same indexes and no triggers.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from smtplib import SMTP
from typing import Any
from urllib.parse import urlsplit

from psycopg2.extras import execute_values

from tests.benchmarks.figures import NOW

TABLE = "bench_floor"
AT_ONCE = 500
BODY = b"x" * 250  # as long as an encrypted text
TEXT = "【安和消费金融】王伟芳先生您好，您的消费贷本期应还1,234.56元，已逾期5天，可通过安和App、银行转账或柜台还款。如有疑问或暂有困难请致电4008001234。"  # noqa: E501

MAKE = (
    f"DROP TABLE IF EXISTS {TABLE}",
    f"CREATE TABLE {TABLE} (LIKE messaging_message INCLUDING ALL)",
    f"INSERT INTO {TABLE} SELECT * FROM messaging_message",
    f"GRANT ALL ON {TABLE} TO PUBLIC",  # whoever sends is no owner of tables
    f"ANALYZE {TABLE}",
)
_CLAIM = (
    f"SELECT id FROM {TABLE} WHERE state = 'queued' AND not_before <= %s"
    " ORDER BY not_before, id LIMIT %s FOR UPDATE SKIP LOCKED"
)
_CLAIMED = (
    f"UPDATE {TABLE} m SET state = 'claimed', body_enc = v.body, claimed_at = v.now"
    " FROM (VALUES %s) AS v (id, body, now) WHERE m.id = v.id"
)
_ACCEPTED = (
    f"UPDATE {TABLE} m SET state = 'accepted', gateway_ref = v.ref, handed_over_at = v.now"
    " FROM (VALUES %s) AS v (id, ref, now) WHERE m.id = v.id"
)


def send(database: Any, *, url: str, call_size: int, connections: int, channel: str = "sms") -> int:
    """All that is queued; how many there were."""
    sent = 0
    with ThreadPoolExecutor(connections) as pool:
        post = Mailer(url) if channel == "email" else Poster(url, channel)
        while ids := _claim(database):
            calls = [ids[start : start + call_size] for start in range(0, len(ids), call_size)]
            list(pool.map(post, calls))
            _record(database, ids)
            sent += len(ids)
    return sent


class Poster:
    """One keep-alive connection per thread."""

    def __init__(self, url: str, channel: str = "sms") -> None:
        self._where = urlsplit(url).netloc
        self._path, self._body = REQUESTS[channel]
        self._mine = threading.local()

    def __call__(self, ids: list[int]) -> None:
        connection = getattr(self._mine, "connection", None)
        if connection is None:
            connection = self._mine.connection = HTTPConnection(self._where)
        connection.request("POST", self._path, self._body(ids))
        connection.getresponse().read()


class Mailer:
    """One kept SMTP connection per thread; the mail is made beforehand, as long as ours are."""

    def __init__(self, url: str) -> None:
        self._where = urlsplit(url)
        self._mine = threading.local()

    def __call__(self, ids: list[int]) -> None:
        smtp = getattr(self._mine, "smtp", None)
        if smtp is None:
            smtp = self._mine.smtp = SMTP(self._where.hostname or "", self._where.port or 0)
        for pk in ids:
            smtp.sendmail(f"service+m{pk}-x@lender.example", "c@borrower.example", MAIL)


def request_body(ids: list[int]) -> bytes:
    messages = [
        {"id": str(pk), "to": "+8610000000000", "text": TEXT, "not_after": "2026-09-15T13:59:50Z"}
        for pk in ids
    ]
    return json.dumps({"messages": messages}, ensure_ascii=False).encode()


def push_body(ids: list[int]) -> bytes:
    [pk] = ids
    notice = {"title": "安和消费金融", "body": "您有一条新消息，请打开 App 查看。"}
    message = {
        "token": f"address-{pk:030d}",
        "notification": notice,
        "data": {"id": str(pk)},
        "android": {"ttl": "12000s"},
        "apns": {"headers": {"apns-expiration": "1789480000"}},
    }
    return json.dumps({"message": message}, ensure_ascii=False).encode()


def wechat_body(ids: list[int]) -> bytes:
    [pk] = ids
    said = {
        "touser": f"address-{pk:030d}",
        "template_id": "T1",
        "data": {"thing1": {"value": "安和消费金融"}, "amount2": {"value": "1,234.56元"}},
        "client_msg_id": str(pk),
    }
    return json.dumps(said, ensure_ascii=False).encode()


REQUESTS: dict[str, tuple[str, Callable[[list[int]], bytes]]] = {
    "sms": ("/messages", request_body),
    "push": ("/v1/projects/p/messages:send", push_body),
    "wechat": ("/cgi-bin/message/template/send?access_token=t", wechat_body),
}
MAIL = (
    b"Subject: =?utf-8?b?6L+Y5qy+5o+Q6YaS?=\r\n"
    + b"x" * 70
    + b"\r\n\r\n"
    + (b"y" * 76 + b"\r\n") * 60
)


def _claim(database: Any) -> list[int]:
    with database, database.cursor() as cursor:
        cursor.execute(_CLAIM, [NOW, AT_ONCE])
        ids = [row[0] for row in cursor.fetchall()]
        if ids:
            execute_values(cursor, _CLAIMED, [(pk, BODY, NOW) for pk in ids], page_size=len(ids))
    return ids


def _record(database: Any, ids: list[int]) -> None:
    with database, database.cursor() as cursor:
        execute_values(cursor, _ACCEPTED, [(pk, str(pk), NOW) for pk in ids], page_size=len(ids))

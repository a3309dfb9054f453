"""Nothing phones home: what leaves this machine leaves by modules that are named here."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "messaging", "feedback", "config")
CALLS = re.compile(
    r"^\s*(?:from|import) (?:socket|http\.client|urllib\.request|urllib3|requests|httpx|smtplib"
    r"|ftplib|asyncio|aiohttp|authlib|xmlrpc|telnetlib|imaplib|poplib|webbrowser)\b",
    re.MULTILINE,
)
MAY = {
    "accounts/scanning/clamd.py",  # the virus scanner on this machine, by HUANCUI_CLAMD
    "accounts/signin/oidc.py",  # the provider that HUANCUI_OIDC_ISSUER names
    "config/run.py",  # whether the port is free
    "config/supervisor/supervisor.py",  # whether our own pages answer
    "messaging/gateways/email/driver.py",  # mail hosts that `destinations` lets pass
    "messaging/gateways/email/mailbox.py",  # the same, for what came back
    "messaging/gateways/destinations.py",  # hosts of HUANCUI_OUTGOING_HOSTS, looked at first
    "messaging/gateways/http/connection.py",  # over a connection of `destinations`
    "messaging/gateways/http/response.py",
    "messaging/gateways/posting.py",  # over a connection of `destinations`
    "messaging/inbound/door/http.py",  # listens, and calls nobody
    "messaging/inbound/door/serving.py",
    "messaging/management/commands/receipts_door.py",
}
"""Beside these, Django sends mail to the server that HUANCUI_EMAIL_URL names."""
ELSEWHERE = re.compile(r"""<(?:script|link|img|iframe|form|source)\b[^>]*["'](?:https?:)?//""")


def test_no_other_module_calls_anybody() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        if CALLS.search(path.read_text("utf-8"))
    }
    assert found == MAY


def test_no_page_fetches_from_elsewhere() -> None:
    pages = list((ROOT / "templates").rglob("*.html"))
    assert len(pages) > 100
    assert [path.name for path in pages if ELSEWHERE.search(path.read_text("utf-8"))] == []
    assert ELSEWHERE.search('<script defer src="https://cdn.example/x.js">')

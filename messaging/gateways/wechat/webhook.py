"""What WeChat calls us with: one address for messages, follows and receipts, signed and sealed.

The address to give it is the one of replies. It is asked once for an echo when it is entered.
"""

from __future__ import annotations

import hashlib
import logging
import re
import time
from dataclasses import replace
from urllib.parse import parse_qs
from xml.etree import ElementTree

from messaging.gateways import clean, codes, credentials
from messaging.gateways.webhooks.base import Kind, Request, refused
from messaging.gateways.webhooks.decoding import clean as without_surrogates
from messaging.gateways.webhooks.entries import (
    InboundReceipt,
    InboundReplies,
    InboundReply,
    Receipts,
    Unreadable,
)
from messaging.gateways.wechat import keys, sealing
from messaging.gateways.wechat.driver import SYSTEM
from messaging.models import Gateway

log = logging.getLogger(__name__)

WINDOW_SECONDS = 300
_SEALED = re.compile(rb"<Encrypt>\s*<!\[CDATA\[([A-Za-z0-9+/=]{24,})\]\]>\s*</Encrypt>")
_TIMESTAMP = re.compile(r"[0-9]{1,12}", re.ASCII)
_JOB = {"success": codes.DELIVERED}
LEAVES = frozenset({"unsubscribe"})


class WechatWebhook:
    """Opens what was sealed before it is kept, so that it is kept under our own keys alone."""

    methods = frozenset({"GET", "POST"})
    by_token = False

    def greeting(self, request: Request, gateway: Gateway) -> bytes | None:
        """The echo it asks for; None for a call that is not its."""
        said, own = _query(request), _keys(gateway)
        signed = (own.token, said["timestamp"], said["nonce"])
        if not _is_recent(said["timestamp"]) or not sealing.is_signed(said["signature"], *signed):
            return None
        return said["echostr"].encode()

    def admits(self, request: Request, gateway: Gateway, kind: Kind) -> bool:
        """Raises NoCredentials."""
        if request.method != "POST" or kind != Kind.REPLIES:
            return False
        said, own, sealed = _query(request), _keys(gateway), _sealed(request)
        if not sealed or not _is_recent(said["timestamp"]):
            return False
        words = (own.token, said["timestamp"], said["nonce"], sealed)
        return sealing.is_signed(said["msg_signature"], *words)

    def opened(self, request: Request, gateway: Gateway) -> Request | None:
        """With what was sealed in it in clear; None where it is another account's."""
        app_id = str(gateway.settings.get("app_id", ""))
        try:
            plain = sealing.opened(_sealed(request), aes=_keys(gateway).aes, app_id=app_id)
        except sealing.Unsealable as error:
            log.error("webhook of %s: %s", gateway.code, error)
            return None
        return replace(request, body=plain)

    def seal(self, request: Request) -> bytes | None:
        """Of the signature, which covers token, time, nonce and what was sealed."""
        said = _query(request)
        words = f"wechat\n{said['msg_signature']}\n{said['timestamp']}\n{said['nonce']}"
        return hashlib.sha256(words.encode()).digest()

    def kept(self, request: Request, kind: Kind) -> bytes:
        return request.body

    def receipts(self, kept: bytes, content_type: str) -> Receipts:
        raise Unreadable("WeChat is given the address of replies")

    def replies(self, kept: bytes, content_type: str) -> InboundReplies:
        said = _facts(kept)
        sender = without_surrogates(said.get("FromUserName", ""))[:64]
        if not sender:
            raise Unreadable("no sender")
        if said.get("MsgType") == "event":
            return _event(said, sender)
        text = said.get("Content") or f"[{clean.code(said.get('MsgType'))}]"
        ref = clean.ref(said.get("MsgId"))
        at = clean.code(said.get("CreateTime"))
        return InboundReplies([InboundReply(sender, without_surrogates(text), ref, at)])

    def says(self, refusal: str = "") -> bytes:
        """Whatever else than this word it calls again for."""
        return refused(refusal) if refusal else b"success"


def _event(said: dict[str, str], sender: str) -> InboundReplies:
    event = said.get("Event", "").lower()
    if event in LEAVES:
        return InboundReplies(ended=[sender])
    if event == "templatesendjobfinish":
        return InboundReplies(receipts=_job(said))
    if event == "subscribe_msg_sent_event":
        return InboundReplies(receipts=_notice(said))
    return InboundReplies()


def _job(said: dict[str, str]) -> list[InboundReceipt]:
    """“success”, “failed:user block”, “failed: system failed”."""
    status = said.get("Status", "").strip().lower()
    result = _JOB.get(status, codes.UNDELIVERED if status.startswith("failed") else "")
    why = status.partition(":")[2].strip().replace(" ", "_")
    return _receipt(said.get("MsgID", ""), result, f"{SYSTEM}:{why}" if why else "")


def _notice(said: dict[str, str]) -> list[InboundReceipt]:
    code = said.get("ErrorCode", "").strip()
    result = codes.DELIVERED if code == "0" else codes.UNDELIVERED if code else ""
    return _receipt(said.get("MsgID", ""), result, codes.of_system(clean.code(code), SYSTEM))


def _receipt(ref: str, result: str, code: str) -> list[InboundReceipt]:
    ref = clean.ref(ref)
    if not ref or not result:
        raise Unreadable("a receipt of nothing")
    error = "" if result == codes.DELIVERED else clean.code(code)
    return [InboundReceipt(result=result, gateway_ref=ref, error_code=error)]


def _facts(kept: bytes) -> dict[str, str]:
    """The elements of the document that hold text, at whatever depth; the first of a name."""
    if b"<!DOCTYPE" in kept.upper() or b"<!ENTITY" in kept.upper():
        raise Unreadable("a document type")
    try:
        root = ElementTree.fromstring(kept.decode("utf-8", "replace"))  # noqa: S314 – no entities
    except (ElementTree.ParseError, ValueError):
        raise Unreadable("no XML") from None
    found: dict[str, str] = {}
    for element in root.iter():
        if len(element) == 0 and element.text:
            found.setdefault(element.tag, element.text)
    return found


def _keys(gateway: Gateway) -> keys.Keys:
    """Raises NoCredentials."""
    try:
        return keys.read(credentials.read(gateway.credentials_ref))
    except keys.BadKeys as error:
        raise credentials.NoCredentials(f"{gateway.credentials_ref}: {error}") from None


def _query(request: Request) -> dict[str, str]:
    said = parse_qs(request.query, keep_blank_values=True)
    names = ("signature", "msg_signature", "timestamp", "nonce", "echostr")
    return {name: said.get(name, [""])[0] for name in names}


def _sealed(request: Request) -> str:
    found = _SEALED.search(request.body)
    return found[1].decode() if found else ""


def _is_recent(timestamp: str) -> bool:
    """By the other side's clock, not a sandbox's."""
    if not _TIMESTAMP.fullmatch(timestamp):
        return False
    return abs(time.time() - int(timestamp)) <= WINDOW_SECONDS

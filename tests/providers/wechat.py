"""WeChat's interface of an official account: one lent token, cards, and what it calls us with."""

from __future__ import annotations

import base64
import hashlib
import os
import struct
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tests.providers.server import Asked, ReferenceServer

APP_ID, APP_SECRET, TOKEN = "wx5823bf96d3bd56c7", "an app secret of WeChat", "QDG6eK"
AES_KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
CREDENTIALS = f"{APP_SECRET}:{TOKEN}:{AES_KEY}"


@dataclass
class Wechat(ReferenceServer):
    """`lent`: the one token that is good. `codes`: of the next sendings."""

    lent: str = ""
    draws: list[bool] = field(default_factory=list)
    codes: list[int] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)

    def answer(self, asked: Asked) -> tuple[int, Any]:
        path, _, query = asked.path.partition("?")
        said = dict(parse_qsl(query))
        if path == "/cgi-bin/stable_token":
            return 200, self._draw(asked.json())
        if said.get("access_token") != self.lent:
            return 200, {"errcode": 40001, "errmsg": "invalid credential"}
        code = self.codes.pop(0) if self.codes else 0
        if code:
            return 200, {"errcode": code, "errmsg": "…"}
        self.sent.append({"path": path, **asked.json()})
        return 200, {"errcode": 0, "errmsg": "ok", "msgid": 200228332 + len(self.sent)}

    def _draw(self, said: dict[str, Any]) -> dict[str, Any]:
        assert said["grant_type"] == "client_credential"
        if (said["appid"], said["secret"]) != (APP_ID, APP_SECRET):
            return {"errcode": 40125, "errmsg": "invalid appsecret"}
        self.draws.append(said["force_refresh"])
        if not self.lent or said["force_refresh"]:
            self.lent = f"token-{len(self.draws)}"
        return {"access_token": self.lent, "expires_in": 7200}


def signature(*words: str) -> str:
    return hashlib.sha1("".join(sorted(words)).encode()).hexdigest()


def sealed(document: str, *, app_id: str = APP_ID, key: str = AES_KEY) -> str:
    """As WeChat seals: random, length, document, account, padded to 32."""
    aes = base64.b64decode(key + "=")
    raw = document.encode()
    plain = os.urandom(16) + struct.pack(">I", len(raw)) + raw + app_id.encode()
    padding = 32 - len(plain) % 32
    plain += bytes([padding]) * padding
    encryptor = Cipher(algorithms.AES(aes), modes.CBC(aes[:16])).encryptor()
    return base64.b64encode(encryptor.update(plain) + encryptor.finalize()).decode()


def call(
    document: str, *, token: str = TOKEN, age: int = 0, nonce: str = "1372623149", **sealing: str
) -> tuple[str, bytes]:
    """Query and body of one callback."""
    encrypted, timestamp = sealed(document, **sealing), str(int(time.time()) - age)
    query = {
        "signature": signature(token, timestamp, nonce),
        "timestamp": timestamp,
        "nonce": nonce,
        "encrypt_type": "aes",
        "msg_signature": signature(token, timestamp, nonce, encrypted),
    }
    body = (
        "<xml><ToUserName><![CDATA[gh_1]]></ToUserName>"
        f"<Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
    )
    return urlencode(query), body.encode()


def message(openid: str, text: str, *, number: int = 1) -> str:
    return (
        f"<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[{openid}]]>"
        f"</FromUserName><CreateTime>1789468200</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content><![CDATA[{text}]]></Content><MsgId>{number}</MsgId></xml>"
    )


def event(openid: str, name: str, more: str = "") -> str:
    return (
        f"<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[{openid}]]>"
        f"</FromUserName><CreateTime>1789468200</CreateTime><MsgType><![CDATA[event]]></MsgType>"
        f"<Event><![CDATA[{name}]]></Event>{more}</xml>"
    )

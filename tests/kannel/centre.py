"""A short-message centre that speaks just enough SMPP 3.4 for Kannel to bind to it."""

from __future__ import annotations

import socket
import struct
import threading
import time
from dataclasses import dataclass

HEADER = struct.Struct(">IIII")
SUBMIT, DELIVER, UNBIND, ENQUIRE = 0x04, 0x05, 0x06, 0x15
RESPONSE = 0x80000000
RECEIPT = 0x04  # esm_class of a delivery receipt
HAS_HEADER = 0x40  # esm_class of a part of a long text
MOST = 65536


@dataclass(frozen=True)
class Submitted:
    """One part, as Kannel handed it to the centre; `body` of a part begins with a header of six
    bytes, the last its number. `validity`: SMPP's absolute or relative time."""

    sender: str
    to: str
    validity: str
    data_coding: int
    body: bytes
    is_part: bool
    report_wanted: bool


class Centre:
    """Listens on `port`; reports every message as `stat` says (DELIVRD), at once."""

    def __init__(self) -> None:
        self.submitted: list[Submitted] = []
        self.stat = "DELIVRD"
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _listen(self) -> None:
        while True:
            try:
                connection, _address = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=[connection], daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        stream = connection.makefile("rb")
        with connection:
            while len(head := stream.read(HEADER.size)) == HEADER.size:
                length, command, _status, sequence = HEADER.unpack(head)
                body = stream.read(min(length, MOST) - HEADER.size)
                if command & RESPONSE:
                    continue
                if command == SUBMIT:
                    self._take(connection, sequence, body)
                elif command in (ENQUIRE, UNBIND):
                    _write(connection, command | RESPONSE, sequence, b"")
                else:  # a bind
                    _write(connection, command | RESPONSE, sequence, b"centre\0")

    def _take(self, connection: socket.socket, sequence: int, body: bytes) -> None:
        part = _submitted(body)
        self.submitted.append(part)
        ref = f"{len(self.submitted):08X}"
        _write(connection, SUBMIT | RESPONSE, sequence, ref.encode() + b"\0")
        if not part.report_wanted:
            return
        time.sleep(0.05)
        said = f"id:{ref} sub:001 dlvrd:000 submit date:2609151030 done date:2609151031"
        text = f"{said} stat:{self.stat} err:000 text:".encode()
        numbers = f"\0\1\1{part.to}\0\1\1{part.sender}\0".encode()
        rest = bytes([RECEIPT, 0, 0, 0, 0, 0, 0, 0, 0, len(text)])
        _write(connection, DELIVER, 90_000 + sequence, numbers + rest + text)


def _write(connection: socket.socket, command: int, sequence: int, body: bytes) -> None:
    connection.sendall(HEADER.pack(HEADER.size + len(body), command, 0, sequence) + body)


def _submitted(body: bytes) -> Submitted:
    _service, rest = _text(body)
    sender, rest = _text(rest[2:])
    to, rest = _text(rest[2:])
    esm_class, rest = rest[0], rest[3:]
    _schedule, rest = _text(rest)
    validity, rest = _text(rest)
    registered, _replace, data_coding, _default, length = rest[:5]
    return Submitted(
        sender=sender,
        to=to,
        validity=validity,
        data_coding=data_coding,
        body=rest[5 : 5 + length],
        is_part=bool(esm_class & HAS_HEADER),
        report_wanted=bool(registered & 1),
    )


def _text(body: bytes) -> tuple[str, bytes]:
    text, _zero, rest = body.partition(b"\0")
    return text.decode("latin-1"), rest

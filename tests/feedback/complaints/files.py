"""Small files of every type evidence may have, made byte by byte."""

import struct
import zlib


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


def _riff(form: bytes, *chunks: tuple[bytes, bytes]) -> bytes:
    body = form + b"".join(
        n + struct.pack("<I", len(c)) + c + b"\0" * (len(c) % 2) for n, c in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\0\0"))
    + _chunk(b"IEND", b"")
)
JPEG = b"\xff\xd8\xff\xe0\x00\x04JF" + b"\xff\xda\x00\x02" + b"\x12\x34" + b"\xff\xd9"
WEBP = _riff(b"WEBP", (b"VP8L", b"\x2f\0\0\0\0\0"))
WAV = _riff(
    b"WAVE", (b"fmt ", struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8)), (b"data", b"\x80\x80")
)
AMR = b"#!AMR\n" + b"\x3c" + b"\0" * 31
_FRAME = b"\xff\xfb\x90\x00" + b"\0" * 413  # 128 kbit/s at 44,100 Hz: 417 bytes
MP3 = b"ID3\x04\0\0\0\0\0\x0a" + b"\0" * 10 + _FRAME * 2
TXT = "客户来电说：短信太多。\r\nPlease stop.".encode()

EACH = {
    "pdf": PDF, "png": PNG, "jpeg": JPEG, "webp": WEBP,
    "wav": WAV, "amr": AMR, "mp3": MP3, "txt": TXT,
}  # fmt: skip

"""What a file is by its content; its name and what a browser says of it count for nothing. Pure.

Only these types are taken, none of which is run by anything: documents, pictures, recordings, text.
Structure is walked, never unpacked, so no file costs more than its own bytes to look at.
"""

import unicodedata
from collections.abc import Callable, Iterator

from feedback.models.complaint_file import Evidence

Kind = Evidence.Kind

CONTENT_TYPES: dict[str, str] = {
    Kind.PDF: "application/pdf",
    Kind.PNG: "image/png",
    Kind.JPEG: "image/jpeg",
    Kind.WEBP: "image/webp",
    Kind.MP3: "audio/mpeg",
    Kind.WAV: "audio/wav",
    Kind.AMR: "audio/amr",
    Kind.TXT: "text/plain; charset=utf-8",
}
ENDINGS: dict[str, tuple[str, ...]] = {
    **{kind: (f".{kind}",) for kind in Kind.values},
    Kind.JPEG: (".jpg", ".jpeg"),
}
PDF_TAIL_BYTES = 2048  # writers put a line or two behind the end mark
ID3_BYTES = 10
_PNG = b"\x89PNG\r\n\x1a\n"
_SYNCHSAFE = (21, 14, 7, 0)  # seven bits a byte
_AMR = (b"#!AMR\n", b"#!AMR-WB\n")
# MPEG audio: kbit/s by layer III of version 1 and of versions 2 and 2.5; Hz by version.
_BITRATES = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def sniff(data: bytes) -> str | None:
    """The type (a value of Evidence.Kind), or None for anything else."""
    for kind, is_it in _CHECKS:
        if is_it(data):
            return kind
    return None


def _is_pdf(data: bytes) -> bool:
    starts = data.startswith((b"%PDF-1.", b"%PDF-2."))
    return starts and b"%%EOF" in data[-PDF_TAIL_BYTES:]


def _is_png(data: bytes) -> bool:
    if not data.startswith(_PNG) or data[12:16] != b"IHDR":
        return False
    place = len(_PNG)
    while place + 12 <= len(data):
        length = int.from_bytes(data[place : place + 4], "big")
        kind = data[place + 4 : place + 8]
        place += 12 + length  # length, name and check sum around the content
        if kind == b"IEND":
            return length == 0 and place == len(data)
    return False


def _is_jpeg(data: bytes) -> bool:
    """Its segments up to the picture, and an end mark; phones may write more behind that."""
    if not data.startswith(b"\xff\xd8\xff"):
        return False
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker == 0xDA:  # the picture itself begins
            return b"\xff\xd9" in data[place:]
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    return False


def _is_webp(data: bytes) -> bool:
    return _is_riff(data, b"WEBP") and data[12:16] in (b"VP8 ", b"VP8L", b"VP8X")


def _is_wav(data: bytes) -> bool:
    return _is_riff(data, b"WAVE") and any(name == b"fmt " for name in _chunks(data))


def _is_riff(data: bytes, form: bytes) -> bool:
    return data[:4] == b"RIFF" and data[8:12] == form and len(data) > 16


def _chunks(data: bytes) -> Iterator[bytes]:
    place = 12
    while place + 8 <= len(data):
        yield data[place : place + 4]
        size = int.from_bytes(data[place + 4 : place + 8], "little")
        place += 8 + size + size % 2


def _is_mp3(data: bytes) -> bool:
    """Two frames, one right behind the other, with or without a tag before them."""
    place = 0
    if data.startswith(b"ID3") and len(data) > ID3_BYTES:
        size = sum(
            (byte & 0x7F) << shift for byte, shift in zip(data[6:10], _SYNCHSAFE, strict=True)
        )
        place = ID3_BYTES + size
    first = _frame_bytes(data, place)
    return bool(first) and bool(_frame_bytes(data, place + first))


def _frame_bytes(data: bytes, place: int) -> int:
    """The length of the MPEG layer III frame at this place; 0 when there is none."""
    header = data[place : place + 4]
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        return 0
    version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
    bitrate, rate = header[2] >> 4, header[2] >> 2 & 3
    if version == 1 or layer != 1 or bitrate in (0, 15) or rate == 3:
        return 0
    kilobits = _BITRATES[3 if version == 3 else 2][bitrate]
    samples_in_bytes = 144_000 if version == 3 else 72_000
    return samples_in_bytes * kilobits // _RATES[version][rate] + (header[2] >> 1 & 1)


def _is_amr(data: bytes) -> bool:
    return any(data.startswith(mark) and len(data) > len(mark) for mark in _AMR)


def _is_text(data: bytes) -> bool:
    """UTF-8 of visible characters only, so that no other format passes for it."""
    if data.startswith((b"%PDF", b"PK", b"MZ", b"{\\rtf", b"#!")):
        return False
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return bool(text.strip()) and all(
        character in "\t\r\n\f" or unicodedata.category(character) not in ("Cc", "Cs", "Cn", "Co")
        for character in text
    )


_CHECKS: tuple[tuple[str, Callable[[bytes], bool]], ...] = (
    (Kind.PDF, _is_pdf),
    (Kind.PNG, _is_png),
    (Kind.JPEG, _is_jpeg),
    (Kind.WEBP, _is_webp),
    (Kind.WAV, _is_wav),
    (Kind.AMR, _is_amr),
    (Kind.MP3, _is_mp3),
    (Kind.TXT, _is_text),
)

"""A file is what its content says, whatever it is called."""

import io
import zipfile

import pytest
from hypothesis import given, strategies as st

from feedback.complaints.evidence_names import LONGEST_NAME, tidy
from feedback.complaints.evidence_types import CONTENT_TYPES, ENDINGS, sniff
from feedback.models import Evidence
from tests.feedback.complaints import files


def zipped(size: int = 10_000_000) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.txt", b"\0" * size)
    return target.getvalue()


REFUSED = {
    "nothing": b"",
    "a zip bomb": zipped(),
    "a program": b"MZ" + b"\0" * 200,
    "a shell script": b"#!/bin/sh\nrm -rf /\n",
    "an ELF program": b"\x7fELF" + b"\0" * 60,
    "a PDF mark alone": b"%PDF-1.7\n" + b"\0" * 4000,
    "a zip that claims to be a PDF": b"%PDF-1.7\n" + zipped(100) + b"\0" * 3000,
    "a PNG cut short": files.PNG[:-4],
    "a PNG with a tail": files.PNG + zipped(100),
    "a JPEG mark alone": b"\xff\xd8\xff\xe0",
    "an MP3 of one frame": b"\xff\xfb\x90\x00" + b"\0" * 413,
    "a GIF": b"GIF89a\x01\0\x01\0\0\0\0;",
    "a Word file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500,
    "text with a null": b"hello\0world",
    "text of another encoding": "客户投诉".encode("gb18030"),
    "blank text": b" \r\n\t ",
}


@pytest.mark.parametrize("kind", files.EACH)
def test_each_type_is_known_by_its_content(kind: str) -> None:
    assert sniff(files.EACH[kind]) == kind


@pytest.mark.parametrize("what", REFUSED)
def test_anything_else_is_refused(what: str) -> None:
    assert sniff(REFUSED[what]) is None


def test_every_type_has_its_content_type_and_ending() -> None:
    assert set(CONTENT_TYPES) == set(ENDINGS) == set(Evidence.Kind.values) == set(files.EACH)


def test_no_type_is_one_a_browser_runs() -> None:
    assert not any("html" in t or "svg" in t or "script" in t for t in CONTENT_TYPES.values())


@given(st.binary(max_size=600))
def test_random_bytes_are_at_most_plain_text(data: bytes) -> None:
    found = sniff(data)
    assert found in (None, "txt")
    if found:
        assert "\0" not in data.decode("utf-8-sig")


@given(st.sampled_from(list(files.EACH)), st.binary(max_size=40), st.integers(0, 600))
def test_no_broken_file_breaks_the_look_at_it(kind: str, noise: bytes, place: int) -> None:
    whole = files.EACH[kind]
    place %= len(whole)
    sniff(whole[:place] + noise + whole[place:])
    sniff(whole[:place])
    sniff(noise + whole)


@pytest.mark.parametrize(
    ("told", "kind", "shown"),
    [
        ("录音.mp3", "mp3", "录音.mp3"),
        ("../../etc/passwd", "txt", "passwd.txt"),
        ("C:\\Users\\王\\照片.JPG", "jpeg", "照片.jpg"),
        ("invoice.pdf.exe", "pdf", "invoice.pdf.exe.pdf"),
        ("evil\u202egpj.exe", "png", "evilgpj.exe.png"),
        ('a"; rm -rf /.txt', "txt", "file.txt"),
        ("..", "png", "file.png"),
        ("", "pdf", "file.pdf"),
        (".pdf", "pdf", "file.pdf"),
        ("a\r\nSet-Cookie: x.txt", "txt", "a Set-Cookie x.txt"),
    ],
)
def test_a_name_becomes_a_label_with_the_ending_of_its_type(
    told: str, kind: str, shown: str
) -> None:
    assert tidy(told, kind) == shown


@given(st.text(max_size=400), st.sampled_from(Evidence.Kind.values))
def test_no_name_is_a_path_unseen_or_endless(told: str, kind: str) -> None:
    shown = tidy(told, kind)
    assert 0 < len(shown) <= LONGEST_NAME
    assert not set(shown) & set('/\\\0\r\n"<>')
    assert shown.endswith(ENDINGS[kind])
    assert tidy(shown, kind) == shown

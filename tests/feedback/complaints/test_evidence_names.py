"""The name of a file: a label to show, never a path."""

import unicodedata

import pytest
from hypothesis import given, strategies as st

from feedback.complaints.evidence_names import LONGEST_NAME, tidy
from feedback.complaints.evidence_types import ENDINGS


@pytest.mark.parametrize(
    ("name", "kind", "label"),
    [
        ("letter.pdf", "pdf", "letter.pdf"),
        ("/etc/passwd", "txt", "passwd.txt"),
        ("C:\\Users\\a\\投诉 信.PDF", "pdf", "投诉 信.pdf"),
        ("..\\..\\.jpeg", "jpeg", "file.jpeg"),
        ("photo.JPG", "jpeg", "photo.jpg"),
        ("photo.png", "jpeg", "photo.png.jpg"),
        ("a\u202efdp.exe", "pdf", "afdp.exe.pdf"),
        ('a\x00b<>:"|?*;%.txt', "txt", "ab.txt"),
        ("  a \n b. . ", "txt", "a b.txt"),
        ("", "pdf", "file.pdf"),
        (".pdf", "pdf", "file.pdf"),
    ],
)
def test_what_is_left_is_the_last_part_with_its_true_ending(name, kind, label):
    assert tidy(name, kind) == label


@given(st.text(max_size=200), st.sampled_from(sorted(ENDINGS)))
def test_whatever_a_file_is_called_its_label_is_one_short_line(name, kind):
    label = tidy(name, kind)
    assert label.endswith(tuple(ENDINGS[kind]))
    assert len(label) <= LONGEST_NAME
    assert not set(label) & set('/\\<>:"|?*;%\x7f')
    assert not any(unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") for c in label)
    assert label == label.strip()
    assert not label.startswith(".")

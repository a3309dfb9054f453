"""The right reading of a text has more points than what a wrong encoding makes of it."""

import pytest

from accounts.intake.readers.plausible import points, script_of, signs

RIGHT = [
    ("王小明", "gb18030", ["big5hkscs", "cp1252"]),
    ("欧阳建国", "gb18030", ["big5hkscs", "cp1252"]),
    ("陳大文", "big5hkscs", ["gb18030", "cp1252"]),
    ("Müller, José", "cp1252", ["gb18030", "big5hkscs"]),
]


def readings(text: str, encoding: str, others: list[str]) -> list[str]:
    data = text.encode(encoding)
    return [data.decode(other, "replace") for other in others]


@pytest.mark.parametrize(("text", "encoding", "others"), RIGHT)
def test_what_was_written_is_likelier_than_what_it_could_be_taken_for(text, encoding, others):
    assert all(points(text) > points(wrong) for wrong in readings(text, encoding, others))


@pytest.mark.parametrize("text", ["", "C1,13800138000", "loans of June"])
def test_a_text_without_signs_beyond_ascii_has_no_points(text):
    assert (points(text), signs(text)) == (0, 0)


def test_signs_beyond_ascii_are_counted():
    assert signs("王小明 J. é") == 4


@pytest.mark.parametrize(
    ("likelier", "less"),
    [
        ("王小明", "轩小明"),  # a surname in front
        ("王小明", "王尛朙"),  # everyday signs
        ("A座", "M黮ler"),  # Han within a word of small letters
        ("Müller", "MüllÉr"),  # a capital in the middle
        ("Müller", "ü"),  # a letter alone
        ("さくら", "王か"),  # one syllable among Han
        ("，", "\u0085"),  # a mark people write
        ("（", "¤"),
        ("Москва", "Mосква"),  # two alphabets in a word
        ("王小明", "王\ufffd明"),
    ],
)
def test_habits_of_writing_count(likelier, less):
    assert points(likelier) > points(less)


@pytest.mark.parametrize(
    ("char", "script"),
    [
        ("a", "LATIN"),
        ("é", "LATIN"),
        ("王", "CJK"),
        ("々", "CJK"),
        ("さ", "KANA"),
        ("ｻ", "KANA"),
        ("я", "CYRILLIC"),
        ("ʰ", "MODIFIER"),
        ("\ue000", ""),
    ],
)
def test_each_sign_has_its_script(char, script):
    assert script_of(char) == script

"""Listed phrases: read from their file, and met in a text however they are written."""

import pytest

from messaging.content.text.fold import fold
from messaging.content.wording_list import Entry, WordingList, parse, shipped

HEAD = "category,phrase,level,reason,reason_zh,suggestion\n"


def entry(phrase: str, level: str = "block") -> Entry:
    return Entry("threat", phrase, level, "why", "原因", "")


def met(text: str, *phrases: str) -> list[tuple[str, str]]:
    """Each phrase met, and what stands there in the text."""
    hits = WordingList(map(entry, phrases)).hits(fold(text))
    return [(hit.entry.phrase, text[hit.start : hit.end]) for hit in hits]


def test_a_file_is_read_row_by_row():
    assert parse(HEAD + "threat, 上门 ,BLOCK,why,原因,call\n") == [
        Entry("threat", "上门", "block", "why", "原因", "call")
    ]
    assert parse("phrase,level\n上门,warn\n") == [Entry("", "上门", "warn", "", "", "")]


@pytest.mark.parametrize(
    "row", ["threat,上门,,,,", "threat,上门,maybe,,,", "threat,,block,,,", "threat,…,block,,,"]
)
def test_a_row_without_a_phrase_or_level_is_named(row):
    with pytest.raises(ValueError, match="row 3 of the wording list"):
        parse(HEAD + "threat,上门,block,,,\n" + row + "\n")


@pytest.mark.parametrize(
    ("text", "phrase", "place"),
    [
        ("我们会上门找您", "上门", "上门"),
        ("我們會上門找您", "上门", "上門"),
        ("上*门", "上门", "上*门"),
        ("联系您家人", "你的家人", "您家人"),
        ("限您24小时内", "限你3小时", "限您24小时"),
        ("限你三十小时", "限你3小时", "限你三十小时"),
        ("Your BOSSES know", "boss", ""),
        ("Your bosss know", "boss", "bosss"),
        ("p.o.l.i.c.e!", "police", "p.o.l.i.c.e"),
        ("p0lice", "police", "p0lice"),
        ("policeman", "police", ""),
        ("arrested", "arrest", "arrested"),
    ],
)
def test_a_phrase_is_met_however_it_is_written(text, phrase, place):
    assert met(text, phrase) == ([(phrase, place)] if place else [])


def test_hits_come_by_place_the_longer_first_and_may_overlap():
    assert met("上门催收", "催收", "上门", "上门催收", "门催") == [
        ("上门催收", "上门催收"),
        ("上门", "上门"),
        ("门催", "门催"),
        ("催收", "催收"),
    ]


def test_a_text_without_latin_letters_is_not_searched_for_english():
    assert met("上门", "police", "上门") == [("上门", "上门")]


def test_each_shipped_phrase_is_met_in_itself():
    for each in shipped().entries:
        assert any(hit.entry == each for hit in shipped().hits(fold(each.phrase))), each.phrase

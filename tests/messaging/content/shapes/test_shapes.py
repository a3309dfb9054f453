"""A text in the shape of each channel: nothing added, nothing lost, no debt on a lock screen."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, strategies as st

from messaging.content.lock_screen import BODIES
from messaging.content.shapes.seen import seen
from messaging.content.shapes.shape import shape
from messaging.content.shapes.told import Told

TEXT = "【安和】王小明先生您好，本期应还￥1,234.56（还款日2026年9月10日）。\n应还￥1,234.56。"
VALUES = {"amount_due": "￥1,234.56", "due_date": "2026年9月10日"}


def told(**columns: object) -> Told:
    return Told(
        **{
            "text": TEXT,
            "signature": "安和",
            "subject": "安和的还款提醒",
            "language": "zh-hans",
            "link": "https://anhe.example/c/anhe/",
            "values": VALUES,
            **columns,
        }
    )


class Page(HTMLParser):
    """Visible words and what they are in."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.inside: list[str] = []
        self.words: dict[str, list[str]] = {}
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self.inside.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_endtag(self, _tag: str) -> None:
        self.inside.pop()

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.words.setdefault(self.inside[-1], []).append(data.strip())
            if self.inside[-1] == "strong":
                self.words.setdefault("p", []).append(data.strip())


def test_a_text_alone_has_no_shape() -> None:
    assert shape("sms", told()) == {}


def test_a_mail_has_one_amount_one_date_and_one_button() -> None:
    page = Page(shape("email", told())["html"])
    assert page.words["strong"] == list(VALUES.values())
    assert page.links == ["https://anhe.example/c/anhe/"]
    assert page.words["h1"] == ["安和"]


def test_a_lender_without_a_page_has_no_button() -> None:
    assert Page(shape("email", told(link=""))["html"]).links == []


@given(st.text(alphabet=st.characters(blacklist_categories=("Cc", "Cs", "Zs", "Zl", "Zp"))))
def test_a_mail_says_the_words_of_the_text_and_nothing_else(words: str) -> None:
    page = Page(shape("email", told(text=f"【安和】{words}", values={}))["html"])
    assert "".join(page.words.get("p", [])) == words.strip()


@pytest.mark.parametrize("language", sorted(BODIES))
def test_a_lock_screen_tells_of_no_debt(language: str) -> None:
    shown = shape("push", told(language=language))
    assert set(shown) == {"title", "body", "link"}
    assert not any(value in " ".join(shown.values()) for value in (*VALUES.values(), "王小明"))


def test_a_card_carries_the_values_by_their_names() -> None:
    card = shape("wechat", told())
    assert card["amount_due"] == "￥1,234.56"
    assert card["link"] == "https://anhe.example/c/anhe/"


def test_an_english_signature_stands_in_its_own_place() -> None:
    page = shape(
        "email",
        told(text="[Anhe] Dear Wang", language="en", brackets=("[", "] "), signature="Anhe"),
    )
    assert Page(page["html"]).words["p"] == ["Dear Wang"]


@given(st.text(alphabet=st.characters(blacklist_categories=("Cc", "Cs", "Zs", "Zl", "Zp"))))
def test_what_is_seen_of_a_mail_is_what_it_says(words: str) -> None:
    text = f"{words}，应还￥1,234.56，请还款"
    made = told(text=f"【安和】{text}", values={"amount_due": "￥1,234.56"})
    found = seen("email", shape("email", made))
    assert found is not None
    pieces = [piece for paragraph in found.paragraphs for piece in paragraph]
    assert "".join(piece.text for piece in pieces) == text
    assert [piece.text for piece in pieces if piece.strong] == ["￥1,234.56"]
    assert (found.title, found.heading, found.button) == (made.subject, "安和", "查看账单")


def test_every_part_that_is_seen_can_be_masked() -> None:
    for channel in ("email", "push", "wechat"):
        found = seen(channel, shape(channel, told()), shown=lambda words: "x" * bool(words))
        assert found is not None
        assert "王小明" not in repr(found)


def test_a_text_message_has_no_other_shape_to_be_seen_in() -> None:
    assert seen("sms", shape("sms", told())) is None


def test_who_agreed_sees_the_text_on_a_locked_phone_and_nobody_else_does() -> None:
    closed, opened = shape("push", told()), shape("push", told(open_screen=True))
    assert closed["body"] == BODIES["zh-hans"]
    assert opened["body"] == told().words
    assert opened["title"] == "安和的还款提醒"
    looks = [seen("push", content) for content in (closed, opened)]
    assert [each.agreed for each in looks if each] == [False, True]

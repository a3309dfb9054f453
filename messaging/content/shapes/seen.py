"""A message as its channel shows it, read out of what is handed over: nothing is made up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from messaging.content.lock_screen import AGREED, YES


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words, bold or not."""

    text: str = field(repr=False)
    strong: bool = False


Paragraph = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """`title`: the subject of a mail, the title of a card or of a lock screen.

    email   heading, paragraphs, button (what the one link says)
    push    body, the rest of the lock screen; agreed: the customer consented to see the text there
    wechat  fields: names of placeholders and their values, in the order of the text
    """

    channel: str
    title: str = field(repr=False)
    sender: str = field(default="", repr=False)
    link: str = field(default="", repr=False)
    heading: str = field(default="", repr=False)
    paragraphs: tuple[Paragraph, ...] = field(default=(), repr=False)
    button: str = ""
    body: str = field(default="", repr=False)
    agreed: bool = False
    fields: tuple[tuple[str, str], ...] = field(default=(), repr=False)


_NO_FIELDS = frozenset({"signature", "title", "link"})


def seen(
    channel: str, content: Mapping[str, str], *, shown: Callable[[str], str] = str
) -> Seen | None:
    """What `messaging.content.shapes.shape` made for the channel, as its reader sees it; None for a
    text message. `shown` is asked for every part, as where it must be masked."""
    if not content:
        return None
    if channel == "email":
        return _mail(content, shown)
    if channel == "push":
        return Seen(
            channel,
            shown(content.get("title", "")),
            body=shown(content.get("body", "")),
            agreed=content.get(AGREED) == YES,
            link=content.get("link", ""),
        )
    return Seen(
        channel,
        shown(content.get("title", "")),
        sender=content.get("signature", ""),
        link=content.get("link", ""),
        fields=tuple([(k, shown(v)) for k, v in content.items() if k not in _NO_FIELDS]),
    )


def _mail(content: Mapping[str, str], shown: Callable[[str], str]) -> Seen:
    page = _Page()
    page.feed(content.get("html", ""))
    page.close()
    return Seen(
        "email",
        shown(content.get("subject", "")),
        sender=content.get("sender", ""),
        link=content.get("link", ""),
        heading=page.heading,
        paragraphs=tuple(
            tuple([Piece(shown(piece.text), piece.strong) for piece in paragraph])
            for paragraph in page.paragraphs
        ),
        button=page.button,
    )


class _Page(HTMLParser):
    """The words of a mail of ours (messaging.content.shapes.email): its heading, its paragraphs,
    and what its link says."""

    def __init__(self) -> None:
        super().__init__()
        self.heading, self.button = "", ""
        self.paragraphs: list[list[Piece]] = []
        self._within: list[str] = []

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("h1", "p", "strong", "a"):
            self._within.append(tag)
        if tag == "p":
            self.paragraphs.append([])

    def handle_endtag(self, tag: str) -> None:
        if tag in self._within:
            self._within.remove(tag)
        if tag == "p" and self.paragraphs and not self.paragraphs[-1]:
            self.paragraphs.pop()

    def handle_data(self, data: str) -> None:
        if "a" in self._within:
            self.button += data
        elif "h1" in self._within:
            self.heading += data
        elif "p" in self._within:
            self.paragraphs[-1].append(Piece(data, "strong" in self._within))

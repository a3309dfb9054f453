"""A mail reads back as it was meant, whatever stands in it, and has no header nobody wrote."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given, strategies as st

from messaging.gateways.base import Outgoing
from messaging.gateways.email import mime

NOW = datetime(2026, 9, 15, 11, 0, tzinfo=UTC)
OUT = Outgoing(
    message_id=17,
    address="c1@example.com",
    text="您好",
    not_after=NOW,
    content={"subject": "还款提醒", "sender": "安和", "html": "<main>您好</main>"},
    language="zh-hans",
)
LINE = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"]), min_size=1, max_size=80
).map(lambda text: " ".join(text.split()) or "x")


def read(written: bytes) -> EmailMessage:
    mail = message_from_bytes(written, policy=default)  # type: ignore[arg-type]
    assert isinstance(mail, EmailMessage)
    return mail


# Of a name in two encoded words the reader here keeps the blank between them, against RFC 2047.
@given(
    subject=LINE,
    name=LINE.map(lambda said: said[:10].strip()),
    text=st.text(st.characters(codec="utf-8"), max_size=400),
)
def test_what_was_written_is_what_is_read(subject: str, name: str, text: str) -> None:
    content = {"subject": subject, "sender": name, "html": f"<main>{text}</main>"}
    out = replace(OUT, text=text, content=content)
    written = mime.build(out, sender="service@anhe.example", now=NOW)
    assert all(len(line) <= 998 for line in written.split(b"\r\n"))
    assert b"\n" not in written.replace(b"\r\n", b"")
    mail = read(written)
    assert not mail.defects
    assert str(mail["Subject"]) == subject
    [address] = mail["From"].addresses
    assert (address.display_name, address.addr_spec) == (name, "service@anhe.example")
    plain, page = mail.iter_parts()
    for part, said in ((plain, f"{text}\n"), (page, f"<main>{text}</main>")):
        found = part.get_payload(decode=True)
        assert isinstance(found, bytes)
        said = said.replace("\r\n", "\n").replace("\n", "\r\n")
        assert found.decode() == said


def test_a_mail_without_html_is_text_alone() -> None:
    mail = read(mime.build(replace(OUT, content={"subject": "x"}), sender="a@b.example", now=NOW))
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content().strip() == "您好"


@pytest.mark.parametrize("name", ["subject", "sender", "link"])
@pytest.mark.parametrize("sign", ["\r\nBcc: x@example.com", "\nx", "\r"])
def test_no_value_begins_a_header_of_its_own(name: str, sign: str) -> None:
    out = replace(OUT, content={**OUT.content, name: f"a{sign}"})
    with pytest.raises(ValueError, match="line break"):
        mime.build(out, sender="service@anhe.example", now=NOW)


def test_nor_does_an_address() -> None:
    with pytest.raises(ValueError, match="line break"):
        mime.build(replace(OUT, address="a@b.example\r\nX: y"), sender="s@a.example", now=NOW)

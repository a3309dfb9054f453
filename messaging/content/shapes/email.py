"""An e-mail: the text in paragraphs, its amount and its date in bold once each, and one button.

Readable by any reader of mail and of screens: a language, a heading, a table for layout only where
Outlook needs one (none here), contrast of at least 7 to 1, a button that is a link of 48 px.
"""

from __future__ import annotations

from html import escape

from messaging.content.shapes.told import LINKS, Told

EMPHASIZED = ("amount_due", "due_date")
"""What the reader looks for: the first mention of each is bold."""

_PAGE = """\
<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{subject}</title>
</head>
<body style="margin:0;padding:24px 16px;background:#ffffff;color:#1a1a1a;\
font:16px/1.6 -apple-system,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif">
<main style="max-width:560px;margin:0 auto">
<h1 style="font-size:18px;margin:0 0 16px">{signature}</h1>
{paragraphs}{button}
</main>
</body>
</html>
"""
_PARAGRAPH = '<p style="margin:0 0 16px;overflow-wrap:anywhere">{}</p>\n'
_BUTTON = (
    '<p style="margin:24px 0"><a href="{link}" style="display:inline-block;padding:12px 24px;'
    'background:#0b4a8f;color:#ffffff;border-radius:6px;text-decoration:none">{label}</a></p>'
)
_LANG = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}


def shape(told: Told) -> dict[str, str]:
    """Subject and HTML, who signs, and the lender's page, where e-mails can be stopped."""
    words = escape(told.words)
    for name in EMPHASIZED:
        value = escape(told.values.get(name, ""))
        if value:
            words = words.replace(value, f"<strong>{value}</strong>", 1)
    page = _PAGE.format(
        lang=_LANG[told.language],
        subject=escape(told.subject),
        signature=escape(told.signature),
        paragraphs="".join(
            _PARAGRAPH.format(line.strip()) for line in words.splitlines() if line.strip()
        ),
        button=_BUTTON.format(link=escape(told.link), label=LINKS[told.language])
        if told.link
        else "",
    )
    return {
        "subject": told.subject,
        "html": page,
        "sender": told.signature,
        "link": told.link,
    }

"""Links in a text, however they are disguised; only the lender's own hosts are let through."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from messaging.content.remarks import remark
from messaging.content.text.findings import Finding
from messaging.content.text.flat import GAP, Flat

# Endings under which links in short messages lie; read through blanks and full-width stops too.
_SURE = (
    *("com", "cn", "net", "org", "top", "xyz", "vip", "icu", "shop", "club", "site", "online"),
    *("info", "app", "ltd", "cc"),
)
SURE_ENDS = frozenset(_SURE)
_SURE_ENDS = "|".join(_SURE)
_WORDS = frozenset(_SURE) - {"com", "cn", "org", "xyz", "icu"}  # they may begin a sentence
_SPELT = "|".join(r"\s*".join(word) for word in ("com", "cn", "net", "org"))
SHORTENERS = frozenset(
    (
        *("t.cn", "url.cn", "w.url.cn", "dwz.cn", "dwz.win", "suo.im", "suo.nz", "mrw.so"),
        *("985.so", "u.nu", "u6.gg", "sina.lt", "tb.cn", "m.tb.cn", "6du.in", "r6e.cn"),
        *("bit.ly", "j.mp", "tinyurl.com", "goo.gl", "t.co", "is.gd", "v.gd", "ow.ly", "t.ly"),
        *("buff.ly", "cutt.ly", "rb.gy", "rebrand.ly", "shorturl.at", "s.id", "wa.me", "t.me"),
        *("t.hk", "tny.im", "lnk.to"),
    )
)

_LETTER = "0-9a-z\u00a1-\u024f\u0370-\u052f"
_LABEL = f"[{_LETTER}_-]+"
_SCHEME = re.compile(
    rf"[a-z][a-z0-9+-]*\s*:\s*[/\\]\s*[/\\]+\s*(?P<authority>[{_LETTER}_%@:.。\[\]{GAP}*=~&;!$'+-]*)"
    rf"(?P<path>[^\s\u3000-\uffef]*)|h\s*t\s*t\s*p\s*s?\s*:\s*[/\\]\s*[/\\]"
)
_AT = re.compile(
    rf"(?P<local>[^\s@\u4e00-\u9fff，、（()]*)\s*@\s*(?P<host>(?:{_LABEL}\s*[.。]\s*)+[a-z]{{2,24}})"
)
_IP = re.compile(r"(?<![\d.])(?:\d{1,3}\s*[.。]\s*){3}\d{1,3}(?![\d])")
_HOST = re.compile(
    rf"(?<![{_LETTER}_])(?P<host>(?:(?:{_LABEL}|{GAP})[.])+(?P<end>[a-z][a-z0-9-]{{1,23}}))"
    rf"(?![{_LETTER}_])(?P<port>:\d+)?(?P<path>/[^\s\u3000-\uffef]*)?"
)
_FULL_STOP = re.compile(
    rf"(?<![{_LETTER}])(?:{_LABEL}[.。])*{_LABEL}[.。](?:{_SURE_ENDS})(?![{_LETTER}])"
    rf"|(?<![{_LETTER}])(?:{_LABEL}[.。])+{_LABEL}(?=/)"
)
_APART = re.compile(
    rf"[{_LETTER}{GAP}](?P<before>\s*)(?P<dot>\.|[\[(]\s*(?:\.|dot|点)\s*[\])]|\sdot\s|点)(?P<after>\s*)"
    rf"(?P<end>{_SPELT}|{_SURE_ENDS})(?![{_LETTER}])"
)
_CHINESE_NAME = re.compile(
    rf"[\u4e00-\u9fff]\.(?:{_SURE_ENDS})(?![{_LETTER}])"
    rf"|[{_LETTER}]\.(?:中国|公司|网络|网址|在线|商城)"
)


@dataclass(frozen=True, slots=True)
class Link:
    """A place that leads elsewhere. ``verdict`` is a code of ``remarks``, empty when allowed."""

    verdict: str
    start: int
    end: int


def review_links(text: str, flat: Flat, allowed: frozenset[str]) -> list[Finding]:
    """Findings on the links of ``text``, of which ``flat`` is the flattened form.

    ``allowed``: host names exactly as they may stand; a host below one of them is another host.
    """
    found: list[Link] = []
    for link in _links(text, flat, allowed):
        if all(link.end <= other.start or other.end <= link.start for other in found):
            found.append(link)
    return [remark(x.verdict, text, x.start, x.end) for x in found if x.verdict]


def _links(text: str, flat: Flat, allowed: frozenset[str]) -> Iterator[Link]:
    """The surest readings first: what they cover is not read again."""
    if not _may_hold_any(flat.text):
        return
    for match in _SCHEME.finditer(flat.text) if ":" in flat.text else ():
        yield Link(_with_scheme(text, flat, match, allowed), *flat.span(*match.span()))
    for match in _AT.finditer(flat.text) if "@" in flat.text else ():
        verdict = "" if _plain(match["host"]) in allowed else "link_userinfo"
        yield Link(verdict, *flat.span(*match.span()))
    for match in _IP.finditer(flat.text):
        if all(int(part) <= 255 for part in re.findall(r"\d+", match[0])):
            yield Link("link_ip", *flat.span(*match.span()))
    for match in _HOST.finditer(flat.text):
        if link := _bare(text, flat, match, allowed):
            yield link
    for pattern in (_FULL_STOP, _CHINESE_NAME):
        for match in pattern.finditer(flat.text):
            yield Link("link_disguised", *flat.span(*match.span()))
    for match in _APART.finditer(flat.text):
        if not _is_sentence_end(text, flat, match):
            yield Link("link_disguised", *flat.span(*match.span()))


def _may_hold_any(text: str) -> bool:
    return any(sign in text for sign in ".。@:点") or "dot" in text


def _with_scheme(text: str, flat: Flat, match: re.Match[str], allowed: frozenset[str]) -> str:
    authority = match["authority"]
    if authority is None:
        return "link_disguised"
    if "@" in authority or "%" in authority:
        return "link_userinfo"
    host, _colon, port = authority.partition(":")
    start, end = match.start("authority"), match.start("authority") + len(host)
    verdict = _host_verdict(text, flat, start, end, allowed)
    if verdict or port not in ("", "443"):
        return verdict or "link_other_host"
    if GAP in match["path"]:
        return "link_with_value"
    return "" if match[0].startswith("https:") else "link_plain_http"


def _bare(text: str, flat: Flat, match: re.Match[str], allowed: frozenset[str]) -> Link | None:
    host, path, port = match["host"], match["path"] or "", match["port"] or ""
    labels = host.rpartition(".")[0]
    if labels.replace(".", "").isdecimal() and match["end"] not in _SURE:
        return None
    verdict = _host_verdict(text, flat, *match.span("host"), allowed)
    plain_pair = not path and not port and host.count(".") == 1 and GAP not in host
    if verdict == "link_other_host" and plain_pair and _looks_like_sentences(text, flat, match):
        verdict = "link_like"
    if not verdict and (GAP in path or port not in ("", ":443")):
        verdict = "link_with_value" if GAP in path else "link_other_host"
    return Link(verdict, *flat.span(*match.span()))


def _host_verdict(text: str, flat: Flat, start: int, end: int, allowed: frozenset[str]) -> str:
    if start == end:
        return "link_other_host"
    host, (first, last) = _plain(flat.text[start:end]), flat.span(start, end)
    if GAP in host:
        return "link_placeholder"
    if re.fullmatch(r"[\d.]+|\[.*", host):
        return "link_ip"
    if host in SHORTENERS:
        return "link_shortener"
    if not host.isascii() or "xn--" in host or text[first:last].lower().rstrip(".") != host:
        return "link_disguised"
    return "" if host in allowed else "link_other_host"


def _plain(host: str) -> str:
    return re.sub(r"\s", "", host).replace("。", ".").rstrip(".")


def _looks_like_sentences(text: str, flat: Flat, match: re.Match[str]) -> bool:
    """``overdue.Please``: a capital after the stop, and no ending that is surely a link's."""
    end = match["end"]
    first = text[flat.at[match.start("end")]]
    rest = text[flat.at[match.start("end")] + 1 : flat.at[match.end("end") - 1] + 1]
    return first.isupper() and rest.islower() and (end in _WORDS or end not in _SURE)


def _is_sentence_end(text: str, flat: Flat, match: re.Match[str]) -> bool:
    """``overdue. Top up``: only a stop, a blank after it alone, and a capital."""
    return (
        match["dot"] == "."
        and not match["before"]
        and bool(match["after"])
        and match["end"] in _WORDS
        and text[flat.at[match.start("end")]].isupper()
        and text[flat.at[match.end("end") - 1]].islower()
    )

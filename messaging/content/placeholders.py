"""The closed list of what a template may leave open, written ``{{ name }}``.

There is no template language: no code, no filters, no conditions. Features that give a new
placeholder its meaning add it with ``register``.
"""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from messaging.content.placeholder import Placeholder
from messaging.content.standard import STANDARD
from messaging.content.text.braces import BRACES, tokens
from messaging.content.text.findings import Finding

_ODDBRACES = re.compile(r"[｛{]{1,2}\s*([^\W\d]\w*)\s*[｝}]{1,2}")

# Short words people type for a placeholder, too far from its name to be found as misspelt.
_ALIASES = {
    "name": "customer_name",
    "姓名": "customer_name",
    "amount": "amount_due",
    "金额": "amount_due",
    "days": "days_overdue",
    "天数": "days_overdue",
    "date": "due_date",
    "日期": "due_date",
    "phone": "hotline",
    "电话": "hotline",
    "officer": "officer_name",
    "code": "check_code",
    "验证码": "check_code",
    "网址": "check_host",
}


def _(reason: str) -> str:
    """Marks a reason for the catalogues; the screen translates it."""
    return reason


_registry: dict[str, Placeholder] = {entry.name: entry for entry in STANDARD}


def register(placeholder: Placeholder) -> Placeholder:
    """Add a placeholder. ValueError when the name is taken by a different one or is no name."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", placeholder.name):
        raise ValueError(f"{placeholder.name!r} is not a placeholder name")
    known = _registry.setdefault(placeholder.name, placeholder)
    if known != placeholder:
        raise ValueError(f"the placeholder {placeholder.name} is registered already")
    return placeholder


def registered() -> dict[str, Placeholder]:
    """All known placeholders by name, in the order a menu shows them."""
    return dict(_registry)


def find(name: str) -> Placeholder | None:
    """The placeholder of that name, if it is known."""
    return _registry.get(name)


def samples(language: str) -> dict[str, str]:
    """A typical value for every placeholder, for previews."""
    return {name: entry.sample[language] for name, entry in _registry.items()}


def longest(language: str) -> dict[str, str]:
    """The longest value to expect for every placeholder, for the worst-case length."""
    return {name: entry.longest[language] for name, entry in _registry.items()}


def names(body: str) -> list[str]:
    """The names a body uses, each once, in order; known or not."""
    return list(dict.fromkeys(token.name for token in tokens(body) if token.name))


def problems(body: str) -> list[Finding]:
    """What is wrong with the placeholders of a body, in order of place; all of it blocks."""
    found = [*_bad_tokens(body), *_loose_braces(body), *_odd_braces(body)]
    return sorted(found, key=lambda finding: (finding.start, finding.end))


def _bad_tokens(body: str) -> Iterator[Finding]:
    for token in tokens(body):
        where = (body, token.start, token.end)
        if not token.inner:
            yield _finding(*where, "empty_placeholder", _("The placeholder names nothing."))
        elif token.name is None:
            reason = _("Only a name may stand in a placeholder: no filters, no code.")
            yield _finding(*where, "not_a_name", reason, suggest(_first_word(token.inner)))
        elif token.name not in _registry:
            yield _finding(*where, "unknown_placeholder", _("Unknown name."), suggest(token.name))


def _loose_braces(body: str) -> Iterator[Finding]:
    """Braces that close or open nothing; one opened inside another is nested."""
    closed = {token.start for token in tokens(body)} | {token.end - 2 for token in tokens(body)}
    opened = False
    for brace in BRACES.finditer(body):
        where = (body, brace.start(), brace.end())
        if brace.start() in closed:
            continue
        if brace.group() == "{{":
            nested = body.find("{{", brace.end()) != -1
            code = "nested_placeholder" if nested else "unclosed_placeholder"
            yield _finding(*where, code, _("This placeholder is opened but never closed."))
            opened = True
        elif opened:
            yield _finding(*where, "nested_placeholder", _("Placeholders cannot be nested."))
            opened = False
        else:
            yield _finding(*where, "unopened_placeholder", _("This placeholder was never opened."))


def _odd_braces(body: str) -> Iterator[Finding]:
    """A known name in single or full-width braces is surely meant as a placeholder."""
    good = {token.start for token in tokens(body)}
    for match in _ODDBRACES.finditer(body):
        inside = body[max(match.start() - 1, 0) : match.end() + 1]
        if match.start() in good or "{{" in inside or "}}" in inside:
            continue
        suggestion = suggest(match.group(1))
        if suggestion:
            reason = _("A placeholder is written with two plain braces on each side.")
            yield _finding(body, match.start(), match.end(), "odd_braces", reason, suggestion)


def suggest(name: str) -> str:
    """The placeholder that was probably meant, ready to paste; empty when none is near."""
    meant = dict(_ALIASES) | {entry.label_zh: entry.name for entry in _registry.values()}
    meant |= {entry.label_en.lower(): entry.name for entry in _registry.values()}
    meant |= {entry: entry for entry in _registry}
    near = get_close_matches(name.lower().replace("-", "_"), meant, n=1, cutoff=0.6)
    return f"{{{{ {meant[near[0]]} }}}}" if near else ""


def _first_word(inner: str) -> str:
    return re.split(r"[\s|.(:]", inner, maxsplit=1)[0][:40]


def _finding(
    body: str, start: int, end: int, code: str, reason: str, suggestion: str = ""
) -> Finding:
    return Finding(
        level="block",
        category="placeholder",
        phrase=body[start:end],
        start=start,
        end=end,
        reason=reason,
        suggestion=suggestion,
        code=code,
    )

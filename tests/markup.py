"""What tests ask of markup: white space that says nothing, and forms that stand in forms."""

import re


def flat(page: str) -> str:
    """White space beside a tag and inside it taken out or made one blank."""
    return re.sub(r"\s*([<>])\s*", r"\1", " ".join(page.split()))


_FORM = re.compile(r"<(/?)form\b[^>]*>", re.IGNORECASE)
_NOT_MARKUP = re.compile(
    r"<!--.*?-->|<(script|style|textarea)\b.*?</\1>", re.DOTALL | re.IGNORECASE
)


def nested_forms(page: str) -> list[str]:
    """The openings of forms inside another form. A browser drops them and lets the inner end close
    the outer form: what follows is sent by nobody, and the inner buttons send the outer form."""
    found, depth = [], 0
    for each in _FORM.finditer(_NOT_MARKUP.sub("", page)):
        if each[1]:
            depth -= 1
            continue
        if depth:
            found.append(each[0])
        depth += 1
    return found

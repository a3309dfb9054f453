"""Markup without the white space that a template's own lines leave in it."""

import re


def flat(page: str) -> str:
    """White space beside a tag and inside it taken out or made one blank."""
    return re.sub(r"\s*([<>])\s*", r"\1", " ".join(page.split()))

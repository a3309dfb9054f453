"""What is known of one placeholder."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Group = Literal["customer", "loan", "lender", "other"]


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One thing a template may name.

    ``sample`` and ``longest`` map a language (zh-hans, zh-hant, en) to a typical and to the
    longest value to expect. ``optional``: an empty value is right (no salutation known) and
    does not stop a message.
    """

    name: str
    label_en: str
    label_zh: str
    group: Group
    sample: Mapping[str, str]
    longest: Mapping[str, str]
    optional: bool = False

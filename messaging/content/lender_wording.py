"""What borrowers read of a lender in each language, as approved (messaging.models.LenderWording).

texts     {"en": {"name": "Anhe Finance", "signature": "Anhe", "ways_to_pay": "the Anhe app"}}
products  {"消费贷": {"zh-hant": "消費貸", "en": "personal loan"}}
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from messaging.content.language import is_written_in
from messaging.content.payment import NO_WAY, WaysToPay, read as read_payment

LANGUAGES = ("zh-hans", "zh-hant", "en")


@dataclass(frozen=True, slots=True)
class LenderText:
    """In one language; empty: not said."""

    name: str = ""
    signature: str = ""
    ways_to_pay: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of what is not said."""
        return tuple(name for name in FIELDS if not getattr(self, name).strip())


FIELDS = tuple(each.name for each in fields(LenderText))
NOT_SAID = LenderText()


@dataclass(frozen=True, slots=True)
class Wording:
    """`texts` by language, `products` by the files' name and language; `payment`: the ways to pay
    as a customer copies them, where `texts` says them in a few words."""

    texts: Mapping[str, LenderText]
    products: Mapping[str, Mapping[str, str]]
    payment: WaysToPay = NO_WAY

    def text(self, language: str) -> LenderText:
        return self.texts.get(language, NOT_SAID)

    def product(self, code: str, language: str) -> str:
        """The approved name; without one the files' own, if it is written in that language;
        empty when nobody has said how the product is called in it."""
        approved = self.products.get(code, {}).get(language, "")
        return approved or (code if is_written_in(code, language) else "")

    def said(self, name: str, language: str) -> str:
        """For a page or a letter: in its language or, where that is not said, in another one."""
        texts = (self.text(each) for each in (language, *LANGUAGES))
        return next((said for text in texts if (said := getattr(text, name))), "")

    @property
    def languages(self) -> tuple[str, ...]:
        """Those in which everything is said, so that texts can leave."""
        return tuple(language for language in LANGUAGES if not self.text(language).missing)


NOTHING_SAID = Wording({}, {})


def read(
    texts: Mapping[str, Any], products: Mapping[str, Any], payment: Mapping[str, Any] | None = None
) -> Wording:
    """What is stored, as a wording; unknown languages and fields are left out."""
    return Wording(
        texts={
            language: LenderText(**{name: str(row.get(name, "")).strip() for name in FIELDS})
            for language, row in texts.items()
            if language in LANGUAGES
        },
        products={
            code: {
                language: name.strip()
                for language, name in names.items()
                if language in LANGUAGES and name.strip()
            }
            for code, names in products.items()
        },
        payment=read_payment(payment) if payment else NO_WAY,
    )

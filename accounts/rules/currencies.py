"""Which currencies have no smaller unit: one rule for what enters and what a text says. Pure."""

from decimal import Decimal

# ISO 4217, minor unit 0, of the currencies in use.
WHOLE_CURRENCIES = frozenset(
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split()  # noqa: SIM905
)
DECIMALS = 2


def decimals_of(currency: str) -> int:
    """Decimals of an amount as we keep and write it; a third one (KWD) is refused."""
    return 0 if currency in WHOLE_CURRENCIES else DECIMALS


def can_be_paid(amount: Decimal, currency: str) -> bool:
    """Whether the amount exists in that currency: 1000.50 yen does not."""
    return amount == round(amount, decimals_of(currency))

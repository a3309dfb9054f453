"""What is said of each kind of frame: why it may not stand, and what to write instead."""


def _(text: str) -> str:
    """Marks a text for the catalogues; the screen translates it."""
    return text


_FACTS = _("State the amount, the date, how to pay and whom to call.")
_ALONE = _("Speak to the customer alone.")

# kind: reason, suggestion
REASONS: dict[str, tuple[str, str]] = {
    "threat": (_("A threat, or a hint at one."), _FACTS),
    "insult": (_("It belittles the customer."), _FACTS),
    "authority": (_("It borrows the hand of the state, or makes a debt a crime."), _FACTS),
    "false_consequence": (
        _("A lender cannot bring this about."),
        _("Name the fee in the contract or the credit record, where they are true."),
    ),
    "urgency": (
        _("It presses: hours, last chances, ultimatums."),
        _("Name a day: “please pay within three days”."),
    ),
    "third_party": (_("It brings other people into the debt."), _ALONE),
    "shaming": (_("It threatens to make the debt known."), _ALONE),
    "payee": (_("Money or talk would go to a person instead of the lender."), "{{ ways_to_pay }}"),
    "borrowing_fees": (
        _("It tells to borrow elsewhere, or asks for a fee outside the contract."),
        _("Offer a plan: “call us and we will find a way together”."),
    ),
    "harassment": (_("It announces calls or texts without end or at night."), _FACTS),
    "credentials": (
        _("It asks for a code, a password, or a look at the screen or the face."),
        _("Say that you never ask for codes or passwords."),
    ),
    "marketing": (
        _("It sells something; a reminder is no advertisement."),
        _("Leave it out, or send it to those who asked for offers, as a text of its own."),
    ),
    "disguise": (_("It reads like a swindle: a prize, a parcel, a stranger."), _FACTS),
}

HEARD = tuple(kind for kind in REASONS if kind != "marketing")
"""Kinds that the second reader knows too; what sells is known by its words alone."""

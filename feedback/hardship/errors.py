"""Why a step of a hardship case did not happen, as a sentence for the person who tried it."""


class HardshipRefused(Exception):
    """Nothing was changed; the message is translated and says what to do."""

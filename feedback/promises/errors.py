"""Why a promise was not taken, as a sentence for the person who tried."""


class PromiseRefused(Exception):
    """Nothing was changed; the message is translated and says what to do."""

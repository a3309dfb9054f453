"""Read a finished text back, and hold what it says against the ledger it was made from.

Nothing here knows how a text is rendered: the figures are found in the words a customer reads.
"""

from messaging.content.readback.agree import Ledgered, Told, disagreements, told_by
from messaging.content.readback.masked import NAME
from messaging.content.readback.read import read
from messaging.content.readback.said import Amount, Day, Days, Reading

__all__ = [
    "NAME",
    "Amount",
    "Day",
    "Days",
    "Ledgered",
    "Reading",
    "Told",
    "disagreements",
    "read",
    "told_by",
]

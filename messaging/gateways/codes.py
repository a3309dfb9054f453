"""What gateways mean by their words, bits and codes: CMPP, SMPP, Kannel, Twilio. Pure.

Cloud providers hand the carriers' CMPP codes on; figures of their own are marked (`of_system`).

Three kinds of code have a consequence beyond the message: a black list is an opt-out, a number that
does not exist is given up when it fails again and again, and an address that a provider says is
gone is given up at once (suppression/carrier_codes.py).
"""

from __future__ import annotations

import re
from enum import StrEnum

ACCEPTED, DELIVERED, UNDELIVERED = "accepted", "delivered", "undelivered"
READ = "read"
"""Delivered, and looked at."""

# What a receipt says, by any of its names. UNKNOWN, and whatever is not here, moves nothing.
STATUS = {
    "accepted": ACCEPTED,
    "delivered": DELIVERED,
    "undelivered": UNDELIVERED,
    "failed": UNDELIVERED,
    "expired": UNDELIVERED,
    "rejected": UNDELIVERED,
    "acceptd": ACCEPTED,
    "enroute": ACCEPTED,
    "delivrd": DELIVERED,
    "undeliv": UNDELIVERED,
    "rejectd": UNDELIVERED,
    "deleted": UNDELIVERED,
}

# Kannel's bits, strongest first; 4 and 8 say that the centre has it.
_KANNEL_BITS = ((1, DELIVERED), (2, UNDELIVERED), (16, UNDELIVERED), (8, ACCEPTED), (4, ACCEPTED))


class Meaning(StrEnum):
    """What a code says of the number it is about."""

    BLACK_LISTED = "black_listed"
    NO_SUCH_NUMBER = "no_such_number"
    GONE = "gone"
    NOTHING = "nothing"


# Exact codes, upper case. CMPP: MK:0001 empty number (MK:0000 in older centres); suspended
# (MK:0005, MK:0013), off (MI:0024), the day's maximum (DB:0142) and flow control (IB:0008) pass.
# SMPP command_status 0x0B: bad destination. Twilio 21610: opted out; 21211, 21614: no such number.
# At the end Aliyun's and Tencent's own words.
_MEANINGS = {
    "MK:0000": Meaning.NO_SUCH_NUMBER,
    "MK:0001": Meaning.NO_SUCH_NUMBER,
    "0X0000000B": Meaning.NO_SUCH_NUMBER,
    "0X0B": Meaning.NO_SUCH_NUMBER,
    "ESME_RINVDSTADR": Meaning.NO_SUCH_NUMBER,
    "21610": Meaning.BLACK_LISTED,
    "21211": Meaning.NO_SUCH_NUMBER,
    "21614": Meaning.NO_SUCH_NUMBER,
    "MAILBOX_GONE": Meaning.GONE,
    "ISV.MOBILE_NUMBER_ILLEGAL": Meaning.NO_SUCH_NUMBER,
    "PHONENUMBERINBLACKLIST": Meaning.BLACK_LISTED,
    "INCORRECTPHONENUMBER": Meaning.NO_SUCH_NUMBER,
    # WeChat: no such openid, does not follow, takes no such messages, is on the account's black
    # list, has blocked it.
    "WECHAT:40003": Meaning.GONE,
    "WECHAT:43004": Meaning.GONE,
    "WECHAT:43101": Meaning.GONE,
    "WECHAT:43019": Meaning.GONE,
    "WECHAT:USER_BLOCK": Meaning.GONE,
    # FCM: the app was removed from the device, or is another sender's.
    "UNREGISTERED": Meaning.GONE,
    "SENDER_ID_MISMATCH": Meaning.GONE,
}
_BLACK = re.compile(r"[A-Z]{2}:?BLACK|[A-Z]*_?IN_BLACK(?:_?LIST)?|BLACK_?LIST(?:ED)?")

_STAT = re.compile(r"\bstat:\s*([^\s]{1,10})", re.IGNORECASE)
_ERR = re.compile(r"\berr:\s*([^\s]{1,10})", re.IGNORECASE)
_NACK = re.compile(r"\bNACK/(0x[0-9a-f]{1,8}|[0-9]{1,10})(?:/|$)", re.IGNORECASE)


def meaning(code: str) -> Meaning:
    """What a code says of the number. An unknown code says nothing."""
    folded = code.strip().upper()
    if _BLACK.fullmatch(folded):
        return Meaning.BLACK_LISTED
    return _MEANINGS.get(folded, Meaning.NOTHING)


def status(word: str) -> str:
    """accepted, delivered, undelivered; empty for a word that says none of them."""
    return STATUS.get(word.strip().lower(), "")


def kannel_status(bits: str) -> str:
    """The same of Kannel's delivery bits, as its %d writes them."""
    if not re.fullmatch(r"[0-9]{1,3}", bits, re.ASCII):
        return ""
    number = int(bits)
    return next((said for bit, said in _KANNEL_BITS if number & bit), "")


def of_system(code: str, system: str) -> str:
    """A code of digits alone with its system's name: the same figure means something else in
    another (21610 is an opt-out to Twilio alone). Words and carriers' codes as they are."""
    return f"{system}:{code}" if code.isdigit() else code


def code_in(text: str) -> str:
    """The code within a centre's own words, as Kannel's %A hands them on; empty when there is none.

    SMPP: `… stat:UNDELIV err:045 …` gives UNDELIV/045; a CMPP code in place of the word stands
    alone; `NACK/0x0000000b/Invalid Destination Address` gives 0x0000000b.
    """
    if refused := _NACK.search(text):
        return refused[1] if refused[1][:2] in ("0x", "0X") else f"0x{int(refused[1]):08x}"
    said = _STAT.search(text)
    if said is None:
        return ""
    word, error = said[1], _ERR.search(text)
    if not status(word) and word.upper() != "UNKNOWN":
        return word
    return f"{word}/{error[1]}" if error and error[1].strip("0") else word

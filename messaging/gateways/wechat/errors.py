"""What WeChat's `errcode` means for a message. Pure.

https://developers.weixin.qq.com/doc/offiaccount/Getting_Started/Global_Return_Code.html
"""

from __future__ import annotations

from messaging.gateways.base import Result

TOKEN_ENDED = frozenset({40001, 40014, 42001, 42007})
"""The access token is no good: nothing was sent, and a new one may be."""

NOT_THIS_PERSON = frozenset(
    {
        40003,  # no such openid of this account
        43004,  # does not follow the account
        43101,  # takes no such messages
        43019,  # on the account's black list
    }
)
THIS_MESSAGE = frozenset({47001, 47003, 40097, 41030})
"""A field too long or of the wrong kind, a link that is none."""

LATER = frozenset({45009, 45011, 45064, 45065, 50002})
"""The day's or the minute's quota, a suspended account."""

BUSY = -1


def meaning(errcode: object) -> Result:
    """A code that nobody listed speaks of our account, as all others do (40013 appid, 40037
    template, 40125 secret, 40164 address not on the list, 48001 no such right)."""
    if not isinstance(errcode, int) or isinstance(errcode, bool) or errcode == BUSY:
        return Result.UNKNOWN
    if errcode == 0:
        return Result.ACCEPTED
    if errcode in NOT_THIS_PERSON or errcode in THIS_MESSAGE:
        return Result.REFUSED
    return Result.RETRY

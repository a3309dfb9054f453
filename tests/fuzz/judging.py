"""Whether an answer is one that may be given."""

from __future__ import annotations

from accounts.models.choices import Role
from tests.accounts.access.test_roles import MAY_DO, MAY_OPEN
from tests.fuzz.addresses import Address

_BROKEN = 500
_DONE = range(200, 300)
_TOLD_NOTHING = {"OPTIONS"}


def wrong(address: Address, role: Role | None, method: str, status: int) -> str:
    """What is wrong with it; empty where nothing is."""
    if status >= _BROKEN:
        return "broken"
    known = MAY_OPEN.get(address.name, MAY_DO.get(address.name))
    if not address.staff or known is None or method in _TOLD_NOTHING:
        return ""
    if (role is None or role not in known) and status in _DONE:
        return "got in"
    return ""

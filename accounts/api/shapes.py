"""What bodies of the API are made of. Every body is closed: a name we do not know is refused."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any

from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import AwareDatetime, BeforeValidator, ConfigDict, StrictStr, StringConstraints

_DAY = re.compile(r"(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})"
)


def _day(value: Any) -> Any:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError(_("A day is written YYYY-MM-DD, of 1900 to 2099."))
    return date.fromisoformat(value)


def _moment(value: Any) -> Any:
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise ValueError(
            _("A moment is written 2026-09-15T18:30:00+08:00, with its offset from UTC.")
        )
    return datetime.fromisoformat(value)


Day = Annotated[date, BeforeValidator(_day)]
Moment = Annotated[AwareDatetime, BeforeValidator(_moment)]
Number = Annotated[StrictStr, StringConstraints(min_length=1, max_length=80)]
Reason = Annotated[StrictStr, StringConstraints(min_length=1, max_length=200)]
Money = Annotated[StrictStr, StringConstraints(pattern=r"^[0-9]{1,16}(\.[0-9]{1,2})?$")]
"""As text: a binary fraction is no money."""


class Closed(Schema):
    """Of requests."""

    model_config = ConfigDict(extra="forbid")


class Wrong(Schema):
    """One thing that is wrong; `pointer` says where, and no value is repeated."""

    pointer: str
    detail: str


class ProblemOut(Schema):
    """RFC 9457. `type` is for programs, `detail` for people."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[Wrong] | None = None

"""What Tencent says of a hand-over, of one number and of a whole request."""

from collections.abc import Iterator
from typing import Any

import pytest

from messaging.gateways.base import Result
from messaging.gateways.codes import Meaning, meaning
from messaging.gateways.tencent import errors
from tests.make_filed import send, text
from tests.messaging.gateways.filed.conftest import MakeDriver, driver, server

__all__ = ["driver", "server"]
LIMITS = (
    "LimitExceeded.PhoneNumberThirtySecondLimit",
    "LimitExceeded.PhoneNumberOneHourLimit",
    "LimitExceeded.PhoneNumberDailyLimit",
    "LimitExceeded.PhoneNumberSameContentDailyLimit",
    "LimitExceeded.DeliveryFrequencyLimit",
    "LimitExceeded.AppMainlandChinaDailyLimit",
    "LimitExceeded.PhoneNumberCountLimit",
)


@pytest.fixture
def code() -> str:
    return "tencent"


def expected() -> Iterator[tuple[str, Result]]:
    yield from ((code, Result.REFUSED) for code in sorted(errors.FOR_GOOD))
    yield from ((code, Result.RETRY) for code in sorted(errors.OURS | set(LIMITS)))
    yield "InternalError.OtherError", Result.UNKNOWN
    yield "InternalError.Timeout", Result.UNKNOWN


@pytest.mark.parametrize(("said", "result"), list(expected()))
def test_each_documented_error_ends_as_it_must(
    driver: MakeDriver, server: Any, said: str, result: Result
) -> None:
    server.codes = [said]
    [outcome] = send(driver(), text())
    assert outcome.result == result
    assert outcome.error_code == said.partition(".")[2][:40]


@pytest.mark.parametrize(
    ("said", "result"),
    [
        ("AuthFailure.SignatureExpire", Result.RETRY),
        ("AuthFailure.SignatureFailure", Result.RETRY),
        ("RequestLimitExceeded", Result.RETRY),
        ("UnauthorizedOperation.ServiceSuspendDueToArrears", Result.RETRY),
        ("InternalError.UnknownError", Result.UNKNOWN),
    ],
)
def test_an_error_of_the_whole_request_ends_as_it_must(
    driver: MakeDriver, server: Any, said: str, result: Result
) -> None:
    server.errors = [said]
    [outcome] = send(driver(), text())
    assert outcome.result == result
    assert not server.sent


def test_a_black_list_is_an_opt_out_as_it_is_kept(driver: MakeDriver, server: Any) -> None:
    server.codes = ["FailedOperation.PhoneNumberInBlacklist"]
    [outcome] = send(driver(), text())
    assert meaning(outcome.error_code) == Meaning.BLACK_LISTED

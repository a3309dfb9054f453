"""What Tencent's answers to a hand-over mean. Pure.

As with Aliyun: for good is what is said of the number or of this one text; what is said of our
account, filings or pace is refused for now; where Tencent itself failed nobody knows.
https://cloud.tencent.com/document/api/382/52075
"""

from __future__ import annotations

from messaging.gateways.base import Result

OK = "Ok"

FOR_GOOD = frozenset(
    {
        "FailedOperation.PhoneNumberInBlacklist",
        "FailedOperation.ContainSensitiveWord",
        "FailedOperation.PhoneNumberParseFail",
        "InvalidParameterValue.IncorrectPhoneNumber",
        "InvalidParameterValue.ContentLengthLimit",
        "InvalidParameterValue.TemplateParameterFormatError",
        "InvalidParameterValue.TemplateParameterLengthLimit",
        "InvalidParameterValue.ProhibitedUseUrlInTemplateParameter",
        "UnsupportedOperation.ChineseMainlandTemplateToGlobalPhone",
        "UnsupportedOperation.GlobalTemplateToChineseMainlandPhone",
        "UnsupportedOperation.UnsupportedRegion",
        "UnsupportedOperation.UnsuportedRegion",
    }
)
OURS = frozenset(
    {
        "FailedOperation.InsufficientBalanceInSmsPackage",
        "FailedOperation.SignatureIncorrectOrUnapproved",
        "FailedOperation.MissingSignature",
        "FailedOperation.TemplateIncorrectOrUnapproved",
        "FailedOperation.TemplateUnapprovedOrNotExist",
        "FailedOperation.TemplateIdNotExist",
        "FailedOperation.TemplateParamSetNotMatchApprovedTemplate",
        "FailedOperation.MarketingSendTimeConstraint",
        "FailedOperation.FailResolvePacket",
        "FailedOperation.JsonParseFail",
        "InvalidParameterValue.SdkAppIdNotExist",
        "UnauthorizedOperation.SmsSdkAppIdVerifyFail",
        "UnauthorizedOperation.RequestIpNotInWhitelist",
        "UnauthorizedOperation.ServiceSuspendDueToArrears",
    }
)
PACE = ("LimitExceeded.", "RequestLimitExceeded")
UNCLEAR = ("InternalError", "ResourceUnavailable", "ServerTimeout")


def meaning(code: str, status: int) -> Result:
    """Of a code about a number, or of one about the whole request."""
    if code == OK and status == 200:
        return Result.ACCEPTED
    if code in FOR_GOOD:
        return Result.REFUSED
    if code in OURS or code.startswith(PACE):
        return Result.RETRY
    if not code or status != 200 or code.startswith(UNCLEAR):
        return Result.UNKNOWN
    return Result.RETRY  # AuthFailure, MissingParameter, …: said before anything was sent


def short(code: str) -> str:
    """Without its family, which would make it longer than what is kept of a code."""
    return code.rpartition(".")[2] or code

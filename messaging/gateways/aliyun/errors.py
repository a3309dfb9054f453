"""What Aliyun's answers to a hand-over mean. Pure.

A code that speaks of the number or of this one text is a refusal for good. What speaks of our
account, our filings or our pace is refused for now: it is no fact about a customer. Where Aliyun
itself failed nobody knows whether the text left, and its receipts are asked for.
https://help.aliyun.com/zh/sms/developer-reference/api-error-codes
"""

from __future__ import annotations

from messaging.gateways.base import Result

OK = "OK"

FOR_GOOD = frozenset(
    {
        "isv.MOBILE_NUMBER_ILLEGAL",
        "isv.BLACK_KEY_CONTROL_LIMIT",
        "isv.SMS_CONTENT_ILLEGAL",
        "isv.SMS_CONTENT_MISMATCH_TEMPLATE_TYPE",
        "isv.TEMPLATE_MISSING_PARAMETERS",
        "isv.TEMPLATE_PARAMS_ILLEGAL",
        "isv.PARAM_LENGTH_LIMIT",
        "isv.PARAM_NOT_SUPPORT_URL",
        "isv.INVALID_JSON_PARAM",
        "isv.EXTEND_CODE_ERROR",
        "isv.DOMESTIC_NUMBER_NOT_SUPPORTED",
        "MobileNumberIllegal",
    }
)
OURS = frozenset(
    {
        "isv.OUT_OF_SERVICE",
        "isv.AMOUNT_NOT_ENOUGH",
        "isv.ACCOUNT_NOT_EXISTS",
        "isv.ACCOUNT_ABNORMAL",
        "isv.PRODUCT_UN_SUBSCRIPT",
        "isv.PRODUCT_UNSUBSCRIBE",
        "isp.RAM_PERMISSION_DENY",
        "isv.SMS_TEMPLATE_ILLEGAL",
        "isv.SMS_SIGNATURE_ILLEGAL",
        "isv.SMS_SIGN_ILLEGAL",
        "isv.SMS_SIGNATURE_SCENE_ILLEGAL",
        "isv.DENY_IP_RANGE",
        "isv.INVALID_PARAMETERS",
        "isv.MOBILE_COUNT_OVER_LIMIT",
        "SignatureDoesNotMatch",
        "SignatureNonceUsed",
        "InvalidTimeStamp.Expired",
        "InvalidAccessKeyId.NotFound",
        "InvalidAccessKeyId.Inactive",
    }
)
PACE = frozenset(
    {
        "isv.BUSINESS_LIMIT_CONTROL",
        "isv.DAY_LIMIT_CONTROL",
        "isv.SMS_TEST_NUMBER_LIMIT",
        "Throttling",
        "Throttling.User",
        "Throttling.Api",
    }
)
UNCLEAR = frozenset({"isp.SYSTEM_ERROR", "ServiceUnavailable", "InternalError", "isp.UNKNOWN"})


def meaning(code: str, status: int) -> Result:
    """Of a code in an answer of this HTTP status; a code nobody listed goes by its kind."""
    if code == OK and status == 200:
        return Result.ACCEPTED
    if code in FOR_GOOD:
        return Result.REFUSED
    if code in OURS or code in PACE or code.startswith("Throttling"):
        return Result.RETRY
    if code in UNCLEAR or not code or status >= 500:
        return Result.UNKNOWN
    # “isv.…” is said of what was asked for, before anything is sent; so is any other 4xx.
    return Result.RETRY if code.startswith("isv.") or 400 <= status < 500 else Result.UNKNOWN

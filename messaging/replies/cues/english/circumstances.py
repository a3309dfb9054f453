"""What happened to a person, in English: for each circumstance what tells of it, and what does not.

Read on the words as they were written, in capitals and without punctuation.
"""

from collections.abc import Mapping

from accounts.rules.hold_terms import (
    BEREAVEMENT,
    DEATH,
    INSOLVENCY,
    MINOR,
    OCCASION,
    REPRESENTATION,
)


def words(*alternatives: str) -> str:
    """A group of alternatives that begin and end with a word."""
    return rf"\b(?:{'|'.join(alternatives)})\b"


KIN = (
    "(?:WIFE|HUSBAND|SPOUSE|PARTNER|FATHER|DAD|MOTHER|MUM|MOM|SON|DAUGHTER|BROTHER|SISTER|CHILD|"
    "BABY|GRANDMOTHER|GRANDFATHER|GRANDMA|GRANDPA|UNCLE|AUNT|PARENTS?)"
)
HOLDER = (
    "(?:HE|SHE|(?:THE )?(?:ACCOUNT|CARD) ?HOLDER|CARDHOLDER|(?:THE )?BORROWER|(?:THE )?DEBTOR|"
    "(?:YOUR|THE) (?:CUSTOMER|CLIENT)|THE OWNER OF THIS (?:PHONE|NUMBER)|THIS PERSON|"
    "(?:MR|MRS|MS|MISS) [A-Z]+)"
)
DIED = (
    "(?:(?:HAS |HAD |HAVE )?(?:SADLY |RECENTLY |JUST |UNFORTUNATELY )?"
    "(?:DIED|PASSED AWAY|PASSED ON)|(?:IS|WAS) (?:SADLY |NOW )?"
    "(?:DEAD(?! (?:WRONG|SERIOUS|TIRED|SURE|SET|ON|BROKE))|DECEASED|NO LONGER WITH US))"
)
COUNSEL = (
    "(?:LAWYER|SOLICITOR|ATTORNEY|COUNSEL|GUARDIAN|CARER|REPRESENTATIVE|DEBT ADVIS[EO]R|"
    "FINANCIAL COUNSELLOR)"
)
UNDER_AGE = "(?:STILL )?(?:UNDER ?AGED?|A MINOR|UNDER (?:18|EIGHTEEN)|NOT (?:YET )?18)"

TOLD: Mapping[str, str] = {
    DEATH: words(
        f"{HOLDER}(?: [A-Z]+){{0,3}}? {DIED}",
        f"{KIN} .{{0,30}}?(?:ACCOUNT|CARD) ?HOLDER .{{0,30}}?{DIED}",
        "DEATH CERTIFICATE|PROBATE|EXECUTOR OF|THE ESTATE OF|DECEASED ESTATE",
    ),
    BEREAVEMENT: words(
        f"(?:MY|OUR)(?: LATE| DEAR| ELDEST| LITTLE)? {KIN}(?: [A-Z]+){{0,2}}? {DIED}",
        f"LOST (?:MY|OUR) {KIN}|DEATH OF (?:MY|OUR) {KIN}",
        "BEREAVED|BEREAVEMENT|IN MOURNING|FUNERAL|BURIED MY",
    ),
    INSOLVENCY: words(
        "(?:FILED|FILING|DECLARED|WENT|AM|IM|BEEN MADE) (?:FOR )?(?:PERSONAL )?BANKRUPT(?:CY)?",
        "CHAPTER (?:7|13|SEVEN|THIRTEEN)|INDIVIDUAL VOLUNTARY ARRANGEMENT|AN? IVA",
        "DEBT RELIEF ORDER|BREATHING SPACE|TRUST DEED|DEBT AGREEMENT|INSOLVENCY PRACTITIONER",
        "BANKRUPTCY (?:TRUSTEE|CASE|COURT)|TRUSTEE IN BANKRUPTCY",
    ),
    REPRESENTATION: words(
        "(?:CONTACT|SPEAK|TALK|CALL|WRITE|EMAIL|GO THROUGH|DEAL|REFER|DIRECT) .{0,25}?"
        f"(?:MY|HIS|HER) {COUNSEL}",
        "REPRESENTED BY|POWER OF ATTORNEY",
        "I(?:M| AM) (?:HIS|HER|THE|THEIR) (?:LEGAL |COURT APPOINTED )?"
        "(?:GUARDIAN|ATTORNEY|SOLICITOR|LAWYER|CARER|DEPUTY)",
        "(?:MY|OUR) (?:LAWYER|SOLICITOR|ATTORNEY)S? (?:IS|ARE|WILL BE|WILL|HAS BEEN|NOW) ?"
        r"(?:HANDLING|HANDLE|DEALING|REPRESENT\w*|ACT\w*|INSTRUCTED|APPOINTED)",
    ),
    MINOR: words(
        "I(?:M| AM) (?:ONLY |JUST )?(?:[4-9]|1[0-7])(?: YEARS? OLD| YO| YRS?)?",
        f"(?:I(?:M| AM)|(?:HE|SHE|THE BORROWER|THE ACCOUNT HOLDER) (?:IS|WAS)) {UNDER_AGE}",
    ),
    OCCASION: words(
        "(?:MY|OUR) WEDDING (?:IS|DAY)|GETTING MARRIED (?:TODAY|TOMORROW|THIS)",
        "(?:HOUSE|HOME|FLAT|SHOP|VILLAGE) .{0,20}?(?:FLOODED|BURNED|BURNT|DESTROYED|UNDER WATER)",
        "(?:FLOOD|EARTHQUAKE|CYCLONE|TYPHOON|HURRICANE|WILDFIRE) .{0,30}?"
        "(?:HOUSE|HOME|HERE|US|LOST)",
    ),
}
BUT: Mapping[str, str] = {
    DEATH: words("IF (?:HE|SHE|THE)|NOT (?:DEAD|DECEASED)|ISNT DEAD"),
    BEREAVEMENT: words("IF (?:MY|OUR)"),
    INSOLVENCY: words(
        "(?:GOING|NEARLY|ALMOST|PRACTICALLY|BASICALLY|GO) BANKRUPT|IF I",
        "MY (?:COMPANY|EMPLOYER|BOSS)|(?:COMPANY|EMPLOYER|FIRM|SHOP) .{0,20}?BANKRUPT",
    ),
    REPRESENTATION: words("SUE|SUING|HEAR FROM MY"),
    MINOR: words(
        r"I(?:M| AM) (?:ONLY |JUST )?\d+ (?:DAYS?|MONTHS?|WEEKS?|MINUTES?|MINS?|HOURS?|YEARS LATE"
        "|PERCENT|POUNDS|DOLLARS)"
    ),
    OCCASION: words("IF"),
}
"""What makes a sentence mean something else: a condition, a denial, somebody else's affair."""

"""Whether somebody dear to the writer has gone: died, or left them. Either way a person reads it.

"老公上个月走了" says no more than that, and a second reader has met such words in the replies of
strangers. It is never a wrong number by itself: who is named belongs to the writer, and the number
may be the customer's own. Who has gone to work, or gone on to say whose number it is, has not left.
"""

import re

from messaging.replies.cues.chinese.circumstances import GONE, KIN, UNREAL, WHEN, either
from messaging.replies.normalising.speech import Said

_ALSO_KIN = either(
    "(?:孩子|娃|小孩|孩)(?:他|她|的)?[爸妈爹娘]", "男人|男友|女友|男朋友|女朋友|未婚夫|未婚妻|老伴"
)
_TO_AN_ERRAND = (
    "(?!.{0,4}?(?:去|回|到|步|路|趟|出差|出门|上班|旅游|才|再|又|晚|钱|电|消息|音信|家里?有|工作|收入|力气|办法"
    "|主意|换我|我来|我接|我用|号|手机))"
)
_LEFT = either(
    "(?:走|没|跑)了|不在了|不要(?:我|我们|我们娘|孩子|这个?家)(?!们?的?(?:钱|号|卡))",
    "(?:丢|抛|扔|撇|留)下了?(?:我|孩子|我们|一家)|离开(?:了|我|我们|人世|这个?家)|离我们?而去",
    "(?:跟|和)(?:别|人)(?:人|家)?(?:的)?.{0,3}(?:跑|走)了|离家出走|一走了之",
)
_CHINESE = re.compile(
    f"(?:{KIN}|{_ALSO_KIN}){WHEN}?(?:早上|晚上|突然|忽然|就|也|都|早|才|已)*(?:{GONE}|{_LEFT}){_TO_AN_ERRAND}"
)
_NOT_CHINESE = re.compile(
    f"{UNREAL}|[这那他她]个?号|号码|机主|户主|借款人|前妻|前夫|前女友|前男友|前任|替[他她]|是[他她](?:的|借)"
    "|打错|找错|不认识"
)
_KIN_ENGLISH = (
    "(?:WIFE|HUSBAND|HUBBY|SPOUSE|PARTNER|FATHER|DAD|DADDY|MOTHER|MUM|MOM|MUMMY|SON|DAUGHTER|BROTHER"
    "|SISTER|CHILD|BABY|NAN|GRAN|GRANDMA|GRANDMOTHER|GRANDPA|GRANDAD|GRANDFATHER|UNCLE|AUNT|AUNTIE"
    "|BOYFRIEND|GIRLFRIEND|FIANCEE?|MISSUS)"
)
_LEFT_ENGLISH = (
    r"(?:LEFT(?: (?:ME|US|HOME|THE FAMILY|THE KIDS|LAST|A (?:WEEK|MONTH|YEAR) AGO|IN|SUDDENLY)\b|$)"
    r"|WALKED OUT|WALKED AWAY|RAN (?:OFF|AWAY)|ABANDONED|DIED|PASSED(?: AWAY| ON)?\b(?! THE)"
    r"|IS (?:GONE|NO MORE|NO LONGER WITH (?:ME|US))|WENT TO (?:HEAVEN|GOD))"
)
_ENGLISH = re.compile(
    rf"\b(?:MY|OUR)(?: [A-Z]+)? {_KIN_ENGLISH}(?: (?:HAS|HAVE|JUST|RECENTLY|SUDDENLY|SADLY))*"
    rf" {_LEFT_ENGLISH}|\b(?:I|WE)(?: JUST| RECENTLY)? LOST (?:MY|OUR) {_KIN_ENGLISH}\b(?!S)"
)
_NOT_ENGLISH = re.compile(
    r"\b(?:IF|EX|NUMBER|PHONE|WORK|HIS|HER|ACCOUNT|BORROWER|HOLDER|WRONG|HIM|DONT KNOW)\b"
)


def is_left_behind(said: Said) -> bool:
    """Never fails."""
    words = re.sub("['’`]", "", " ".join(said.words))
    return bool(
        (_CHINESE.search(said.text) and not _NOT_CHINESE.search(said.text))
        or (_ENGLISH.search(words) and not _NOT_ENGLISH.search(words))
    )

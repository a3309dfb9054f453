"""Whether a reply tells that who owes cannot answer: dead, in custody, unconscious, out of mind.

Somebody else writes then, and a second reader hears a wrong number or a complaint in it. It is the
household's matter: filed with hardship, under which people help. What is said of oneself ("I'll end
up in prison") or as a condition is none.
"""

import re

from accounts.rules.hold_terms import BEREAVEMENT, DEATH, INSOLVENCY
from messaging.replies.circumstances import circumstances
from messaging.replies.cues.chinese.circumstances import KIN, UNREAL, either
from messaging.replies.normalising.speech import Said, heard

OF_A_HOUSEHOLD = frozenset({DEATH, BEREAVEMENT, INSOLVENCY})

_WHO = either(KIN, "叔|伯|舅|姨|姑|借款人|机主|户主|号主|当事人|本人(?!是)|他|她|人(?!家)")
_CUSTODY = either(
    "被(?:拘|抓|捕|判|刑拘|关)(?:了|留|起来|进去)?|(?:在|进了?)(?:里头|里面|牢里|看守所|监狱|拘留所)",
    "坐(?:着|紧|了)?(?:牢|监)|服刑|蹲(?:着|了)?(?:监狱|号子|大牢)|判了[一二三四五六七八九十两半几\\d]",
)
_ILL = either(
    "昏迷|植物人|重症监护|加护病房|ICU|抢救|脑死亡|脑梗|脑出血|中风|瘫痪?|不省人事|插管",
    "精神(?:分裂|病)|老年痴呆|痴呆|失智|阿尔茨海默|认不得人|说不了话|神志不清",
)
_CHINESE = re.compile(
    f"{_WHO}[^我你]{{0,12}}?(?:{_CUSTODY}|{_ILL})|^(?:人)?(?:还)?(?:{_CUSTODY})"
    "|^人(?:已经|都|早就?)?(?:没了|走了|不在了)(?!钱)"
)
_NOT = re.compile(f"{UNREAL}|[你告]们?[^，,。]{{0,6}}(?:坐牢|判|抓)|会(?:被)?(?:判|抓|坐牢)|吓|怕")
_ENGLISH = re.compile(
    r"\b(?!I\b|YOU\b)[A-Z]+ .{0,30}?\b(?:LOCKED UP|INCARCERATED|BEHIND BARS|VENTILATOR|LIFE SUPPORT"
    r"|IN (?:JAIL|PRISON|CUSTODY|A COMA|INTENSIVE CARE|(?:THE )?ICU)|UNCONSCIOUS|DEMENTIA"
    r"|ALZHEIMERS?|SECTIONED|HAD A STROKE|SERVING (?:TIME|\w+ YEARS))\b"
)
_NOT_ENGLISH = re.compile(
    r"\b(?:IF|I|ILL|IM|YOU|YOUR|U|SHOULD)\b(?=.*(?:LOCKED|JAIL|PRISON|CUSTODY|BARS))"
)


def cannot_answer(text: str) -> bool:
    """Never fails."""
    return bool(circumstances(text) & OF_A_HOUSEHOLD) or _tells(heard(text))


def _tells(said: Said) -> bool:
    words = " ".join(said.words).replace("'", "").replace("’", "")
    return bool(
        (_CHINESE.search(said.text) and not _NOT.search(said.text))
        or (_ENGLISH.search(words) and not _NOT_ENGLISH.search(words))
    )

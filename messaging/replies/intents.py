"""What a reply means, and which effects it has. Precedence and cues: see ``Intent``."""

import re
from collections.abc import Collection, Mapping
from enum import StrEnum

from messaging.replies.asking import only_asks
from messaging.replies.by_ear.hear import by_ear
from messaging.replies.cues import chinese, english
from messaging.replies.cues.keywords import RATING
from messaging.replies.cues.matching import Cues
from messaging.replies.harmless.machines import is_machine
from messaging.replies.left_behind import is_left_behind
from messaging.replies.new_number import says_new_number, without_it
from messaging.replies.normalising.speech import Said, heard
from messaging.replies.ratings import rated
from messaging.replies.second_reader.concerns import (
    NEARLY_SURE,
    RATHER_LIKELY,
    STOPPING,
    concerns,
)
from messaging.replies.second_reader.opinion import HARMLESS, opinion_in_odds
from messaging.replies.stopping import declines_education, is_keyword, opt_out_wish
from messaging.replies.unable import cannot_answer
from messaging.second_reader.weights import probability


class Intent(StrEnum):
    """The main meaning of a reply. Of several the likeliest is meant, see ``filed``."""

    OPT_OUT = "opt_out"
    OPT_OUT_REVIEW = "opt_out_review"
    REVIEW = "review"
    WRONG_PARTY = "wrong_party"
    COMPLAINT = "complaint"
    PAID = "paid"
    PROMISE = "promise"
    HARDSHIP = "hardship"
    DISPUTE = "dispute"
    DISTRESS = "distress"
    RATING = "rating"
    NO_EDUCATION = "no_education"
    OTHER = "other"


PRECEDENCE = (
    Intent.DISTRESS,
    Intent.OPT_OUT,
    Intent.REVIEW,
    Intent.WRONG_PARTY,
    Intent.COMPLAINT,
    Intent.OPT_OUT_REVIEW,
    Intent.DISPUTE,
    Intent.HARDSHIP,
    Intent.PAID,
    Intent.PROMISE,
    Intent.RATING,
    Intent.NO_EDUCATION,
)
PAYING = frozenset({Intent.PAID, Intent.PROMISE})

_USED_BY_ANOTHER = re.compile(
    "号码?(?:现在|如今)(?:是|归|由)?我(?:在)?用|现在(?:是|归)?我(?:在)?用这个?号"
)
"""Whoever had the number, alive or not: it is somebody else's now."""

FIRST = frozenset({Intent.DISTRESS, Intent.OPT_OUT})
"""Filed under these whatever else a reply means."""

_OF_OTHERS = frozenset({Intent.DISTRESS, Intent.WRONG_PARTY, Intent.COMPLAINT})
_ALWAYS = frozenset({Intent.WRONG_PARTY, Intent.COMPLAINT})
"""What a second reader, or a rule, hears in the words of somebody else about who owes."""

FAR_SURER = 5
"""Times as sure the second reader has to be of another meaning than the first of those found."""

FOUND_BY_RULE = 0.7
"""What a rule's finding counts beside the second reader's odds, as their logarithm."""

HEARD_IN_A_NEW_NUMBER = frozenset({Intent.WRONG_PARTY, Intent.OPT_OUT_REVIEW})
"""What the second reader alone hears where customers say that their number has changed."""

SUPPRESSING = frozenset({Intent.OPT_OUT, Intent.OPT_OUT_REVIEW})


def classify(text: str) -> Intent:
    """The one intent a reply is filed under; ``rating`` counts only while a survey is open."""
    return filed(text, effects(text))


def strongest(found: Collection[Intent]) -> Intent:
    """Which of several intents comes first, of what was said without words of its own."""
    return next((intent for intent in PRECEDENCE if intent in found), Intent.OTHER)


def filed(text: str, found: Collection[Intent]) -> Intent:
    """Under which of the intents found in a reply it is filed; all keep their effect.

    Distress first, then a keyword that is the whole reply; of others that which comes first in
    ``PRECEDENCE``, unless the second reader is far surer of another. What it alone hears, and is
    not sure of, comes after what a rule finds.
    """
    several = [intent for intent in PRECEDENCE if intent in found]
    if several and several[0] in _OF_OTHERS and _of_a_household(text, several[0]):
        return Intent.HARDSHIP
    if len(several) < 2 or several[0] in FIRST:
        return several[0] if several else Intent.OTHER
    said = heard(text)
    ruled = by_rule(said)
    odds = _odds(opinion_in_odds(said), ruled)
    sure = {intent: probability(odds[intent]) for intent in several}
    firm = [each for each in several if each in ruled or sure[each] >= RATHER_LIKELY]
    several = firm or several
    likeliest = max(several, key=lambda intent: sure[intent])
    return likeliest if sure[likeliest] > FAR_SURER * sure[several[0]] else several[0]


def _of_a_household(text: str, intent: Intent) -> bool:
    """Who owes cannot answer, and no rule heard this intent in it."""
    if intent is Intent.WRONG_PARTY and _USED_BY_ANOTHER.search(heard(text).text):
        return False
    return cannot_answer(text) and (intent in _ALWAYS or intent not in by_rule(heard(text)))


def effects(text: str) -> frozenset[Intent]:
    """Every intent whose effect applies, ``classify(text)`` among them.

    A cue keeps its effect under a stronger one: "我要投诉，别再发了" is a complaint and
    suppresses too. A denied opt-out ("不是退订") leaves ``review`` and no suppression. What a
    second reader hears beyond the rules is added, and what the reply says by its sound.
    """
    if is_machine(text):
        return frozenset({Intent.OTHER})
    said = heard(text)
    if declines_education(said):
        return frozenset({Intent.NO_EDUCATION})
    found = _meant(said)
    by_sound = by_ear(said)
    if by_sound is not None:
        found |= _meant(by_sound)
    if strongest(found) in _OF_OTHERS and _of_a_household(text, strongest(found)):
        found.add(Intent.HARDSHIP)
    return frozenset(found or {Intent.OTHER})


_RATING = re.compile(RATING)
_NO_DISTRESS = (*chinese.NO_DISTRESS, *english.NO_DISTRESS)
_CUES = {
    Intent.DISTRESS: Cues(
        (*chinese.DISTRESS, *english.DISTRESS), harmless=(*_NO_DISTRESS, *chinese.CURSES)
    ),
    Intent.WRONG_PARTY: Cues(
        (*chinese.WRONG_PARTY, *english.WRONG_PARTY), harmless=chinese.NO_WRONG_PARTY
    ),
    Intent.COMPLAINT: Cues(
        (*chinese.COMPLAINT, *english.COMPLAINT),
        harmless=(*chinese.NO_COMPLAINT, *english.NO_COMPLAINT),
    ),
    Intent.DISPUTE: Cues((*chinese.DISPUTE, *english.DISPUTE), harmless=chinese.NO_DISPUTE),
    Intent.HARDSHIP: Cues(
        (*chinese.HARDSHIP, *english.HARDSHIP),
        harmless=(*chinese.NO_HARDSHIP, *english.NO_HARDSHIP),
    ),
    Intent.PAID: Cues((*chinese.PAID, *english.PAID), harmless=(*chinese.UNPAID, *english.UNPAID)),
    Intent.PROMISE: Cues(
        (*chinese.PROMISE, *english.PROMISE), harmless=(*chinese.NO_PROMISE, *english.NO_PROMISE)
    ),
}


def _meant(said: Said) -> set[Intent]:
    found = _said_or_heard(said)
    if says_new_number(said):
        # The reader has met them in the replies of strangers and of who wants no more texts.
        found -= HEARD_IN_A_NEW_NUMBER - by_rule(said)
    if is_left_behind(said):
        found -= {Intent.WRONG_PARTY} - by_rule(said)
        found.add(Intent.HARDSHIP)
    return found


def _said_or_heard(said: Said) -> set[Intent]:
    found = by_rule(said)
    if Intent.OPT_OUT in found or Intent.RATING in found:
        return found
    heard_as = opinion_in_odds(said)
    if not found and rated(said.written) and not _is_sure_of_a_concern(heard_as):
        return {Intent.RATING}
    if not found and heard_as[Intent.RATING] >= max(_besides_a_rating(heard_as)):
        return found  # only a figure is one, and it is nothing else either
    odds = _odds(heard_as, found)
    sure = {meaning: probability(score) for meaning, score in heard_as.items()}
    meant = found | {Intent(added) for added in concerns(found, sure)}
    likeliest = max(odds, key=lambda intent: odds[intent])
    taken_back = likeliest is Intent.OPT_OUT_REVIEW and Intent.REVIEW in found
    if (likeliest in STOPPING and not taken_back) or not (found or likeliest is Intent.OTHER):
        meant.add(likeliest)
    return meant - PAYING if meant <= PAYING and only_asks(said) else meant


def _is_sure_of_a_concern(heard_as: Mapping[str, float]) -> bool:
    return any(probability(heard_as[each]) >= NEARLY_SURE for each in (*STOPPING, Intent.OPT_OUT))


def _besides_a_rating(heard_as: Mapping[str, float]) -> list[float]:
    return [odds for each, odds in heard_as.items() if each not in (Intent.RATING, HARMLESS)]


def _odds(heard_as: Mapping[str, float], found: Collection[Intent]) -> dict[Intent, float]:
    """Of each meaning, from what the second reader hears and what a rule found. An opt-out that
    is only heard goes to a person; a rating is a figure and nothing else."""
    score = dict(heard_as)
    score[Intent.OPT_OUT_REVIEW] = max(score[Intent.OPT_OUT_REVIEW], score.pop(Intent.OPT_OUT))
    del score[Intent.RATING], score[HARMLESS]
    return {
        Intent(meaning): odds + (FOUND_BY_RULE if meaning in found else 0)
        for meaning, odds in score.items()
    }


def by_rule(said: Said) -> set[Intent]:
    """What the rules find, before a second reader adds to it; empty when they find nothing."""
    if _RATING.fullmatch(said.text):
        return {Intent.RATING}
    found = {intent for intent, cues in _CUES.items() if cues.found_in(said)}
    wrong = _CUES[Intent.WRONG_PARTY]
    if (
        Intent.WRONG_PARTY in found
        and says_new_number(said)
        and not wrong.found_in(without_it(said))
    ):
        found.remove(Intent.WRONG_PARTY)
    if is_keyword(said):
        found.add(Intent.OPT_OUT)
        return found
    wish = opt_out_wish(
        said, alone=not found, in_trouble=Intent.HARDSHIP in found, pays=bool(found & PAYING)
    )
    if wish.wanted:
        found.add(Intent.OPT_OUT_REVIEW)
    if wish.taken_back:
        found.add(Intent.REVIEW)
    if wish.in_vain:
        found.add(Intent.COMPLAINT)
    return found

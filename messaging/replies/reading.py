"""A reply read whole: its meaning, its effects, and whether anybody has to see it first.

The world is closed. A reply is recognised as harmless, or it is not understood; and what is not
understood holds the next automated text until a person has read it, however it is worded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from accounts.rules.hold_terms import NEW_NUMBER
from messaging.replies.asking import asks, asks_why
from messaging.replies.by_ear.spelt import is_spelt
from messaging.replies.circumstances import circumstances
from messaging.replies.harmless.machines import is_machine
from messaging.replies.harmless.ordinary import is_ordinary, is_wholly_ordinary
from messaging.replies.harmless.smiles import is_smile
from messaging.replies.intents import Intent, by_rule, effects, filed
from messaging.replies.named import named
from messaging.replies.new_number import says_new_number
from messaging.replies.normalising.speech import Said, heard
from messaging.replies.questions.known import is_alarming, is_ordinary_question, wants_relief
from messaging.replies.questions.things import names_a_thing
from messaging.replies.ratings import rated
from messaging.replies.second_reader.concerns import (
    ANYTHING,
    LIKE_HARMLESS,
    doubt,
    doubt_of_a_question,
)
from messaging.replies.second_reader.familiar import is_familiar
from messaging.replies.second_reader.opinion import HARMLESS as LIKE_HARMLESS_ONES, opinion
from messaging.replies.second_reader.risk import AT_MOST, Seen, passes, risk
from messaging.replies.topics import OF_THE_SERVICE, WANTS_MORE, topics
from messaging.second_reader.sentence import read_ahead

HARMLESS = frozenset({Intent.PROMISE, Intent.PAID, Intent.RATING, Intent.NO_EDUCATION})
"""Intents that ask for nothing to be stopped beyond what their own effect stops."""

SEVERE = frozenset({Intent.DISTRESS})


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of a reply.

    `effects`: every intent whose effect applies, `intent` among them. `harmless`: it is known that
    nobody need read it before the next automated text. `asks`: its writer wants an answer, whether
    it holds texts or not; `topic`: what it is about beyond that, empty where nothing is known.
    `severe`: somebody should read it at once.
    `why`: for the log and for staff who ask, in English. `circumstances`: kinds of hold that what
    happened to the writer, or to the person written to, calls for (`replies.circumstances`).
    """

    intent: Intent
    effects: frozenset[Intent]
    harmless: bool
    severe: bool
    why: str
    circumstances: frozenset[str] = frozenset()
    asks: bool = False
    topic: str = ""


def read_all(texts: Sequence[str]) -> list[Reading]:
    """The same of each, in their order; in half the time."""
    read_ahead(heard(text).written for text in texts)
    return [read(text) for text in texts]


def make_ready() -> None:
    """Load what the first reply would wait for, more than a second: before a process serves, and
    before it forks, so that its children share it."""
    read("您好，周五还款，谢谢")


@lru_cache(maxsize=64)  # the webhook reads it and, when it stops something, stores it at once
def read(text: str) -> Reading:
    """Never fails; what cannot be read is not harmless."""
    found = effects(text)
    happened = circumstances(text)
    if says_new_number(heard(text)):
        happened |= {NEW_NUMBER}
    harmless, why = (
        (False, "tells of " + ", ".join(sorted(happened))) if happened else _harmless(text, found)
    )
    severe = bool(found & SEVERE) or (Intent.COMPLAINT in found and bool(named(text)))
    return Reading(
        intent=filed(text, found),
        effects=found,
        harmless=harmless,
        severe=severe,
        why=why,
        circumstances=happened,
        asks=not is_machine(text) and (asks(text) or is_ordinary_question(heard(text))),
        topic=next(iter(topics(text)), ""),
    )


def _harmless(text: str, found: frozenset[Intent]) -> tuple[bool, str]:
    if not found <= HARMLESS | {Intent.OTHER}:
        return False, "asks for something: " + ", ".join(sorted(found))
    if is_smile(text):
        return True, "a smile"
    if is_machine(text):
        return True, "written by a machine or another firm"
    said = heard(text)
    if is_spelt(said):
        return False, "Chinese spelt in letters, not understood"
    if said.words and not said.text:
        return True, "a sigh or a laugh"
    if found == {Intent.RATING}:
        given = rated(text)
        if given is not None and given.wants_reading:
            return False, "a low rating, and words beside it"
        remark = given is not None and given.remark
        if remark and (doubtful := _doubt_of_a_remark(text, said, found)):
            return False, f"a rating, and words that might be {doubtful}"
        return True, "a rating"
    if found == {Intent.NO_EDUCATION}:
        return True, "declines useful knowledge, which is obeyed"
    return _by_ear_of_the_reader(text, said, found)


def _doubt_of_a_remark(text: str, said: Said, found: frozenset[Intent]) -> str | None:
    """What words beside a rating might mean. Nothing, where no concern is heard and all that is
    known of them is unlike what must stop."""
    sure = opinion(said)
    doubtful = doubt(sure)
    if doubtful != ANYTHING:
        return doubtful
    at_risk = risk(sure, seen(text, said), found, f"might be {ANYTHING}")
    return None if at_risk < AT_MOST else doubtful


def seen(text: str, said: Said) -> Seen:
    """What is known of a reply beside the second reader's opinion."""
    about = topics(text)
    return Seen(
        said=said,
        asks=asks(text),
        familiar=is_familiar(said),
        alarming=is_alarming(said),
        wants_more=wants_relief(said) or asks_why(said) or not WANTS_MORE.isdisjoint(about),
        ordinary=is_ordinary(text, said),
        topic=bool(about),
        thing=bool(about) or names_a_thing(said),
        question=is_ordinary_question(said),
        rule=bool(by_rule(said)),
    )


def _by_ear_of_the_reader(text: str, said: Said, found: frozenset[Intent]) -> tuple[bool, str]:
    sure, known = opinion(said), seen(text, said)
    harmless, why = by_its_words(text, said, found, sure)
    at_risk = risk(sure, known, found, why)
    if harmless and at_risk >= AT_MOST:
        return False, f"{why}, and like what must stop"
    if not harmless and passes(at_risk, known):
        return True, "not all known, and unlike anything that must stop"
    return harmless, why


def by_its_words(
    text: str, said: Said, found: frozenset[Intent], sure: Mapping[str, float]
) -> tuple[bool, str]:
    """What is made of a reply by its words alone, before the risk is asked, and why."""
    if is_ordinary_question(said) and not doubt_of_a_question(sure):
        return True, "an ordinary question, which wants an answer and holds nothing"
    if found == {Intent.OTHER} and asks(text) and wants_relief(said):
        return False, "asks for something to be eased, or reproaches"
    if _asks_about_the_service(text, found):
        return False, "asks about the service, in words not all known"
    doubtful = doubt(sure)
    if doubtful == ANYTHING and is_wholly_ordinary(text, said):
        return True, "made of ordinary words, every one of them known"
    if doubtful:
        return False, f"might be {doubtful}"
    if is_ordinary(text, said):
        return True, "made of ordinary words"
    if by_rule(said) & HARMLESS:
        return True, "understood as " + ", ".join(sorted(found))
    if sure[LIKE_HARMLESS_ONES] >= LIKE_HARMLESS and is_familiar(said):
        return True, "like harmless replies"
    return False, "not known to be harmless"


def _asks_about_the_service(text: str, found: frozenset[Intent]) -> bool:
    """What is asked is known, and beside it stands something that is not."""
    return found == {Intent.OTHER} and asks(text) and not OF_THE_SERVICE.isdisjoint(topics(text))

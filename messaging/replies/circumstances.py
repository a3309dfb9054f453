"""What a reply tells of a person's circumstances: a death, insolvency, a lawyer, a minor.

Not what the writer wants but what has happened, so it stands beside the intents: a refusal may
tell of a death. Each circumstance is a kind of hold (accounts.rules.hold_terms). Ideas are
composed from who × what, never listed as sentences; a condition ("要是我死了"), an idiom
("累死了", "phone died") and somebody else's affair (the employer's bankruptcy) are none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from accounts.rules.hold_terms import BEREAVEMENT, DEATH
from messaging.replies.cues.chinese import circumstances as chinese
from messaging.replies.cues.english import circumstances as english
from messaging.replies.normalising.speech import heard

Read = Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]]


def circumstances(text: str) -> frozenset[str]:
    """Kinds of hold by what is told; empty for most replies. Never fails."""
    said = heard(text)
    found = _found(_CHINESE, said.text) | _found(_ENGLISH, " ".join(said.words))
    # Whoever reports the customer's own death is mourning too; one hold says it.
    return found - {BEREAVEMENT} if DEATH in found else found


def _found(read: Read, text: str) -> frozenset[str]:
    return frozenset(
        kind for kind, (told, but) in read.items() if told.search(text) and not but.search(text)
    )


def _compiled(told: Mapping[str, str], but: Mapping[str, str]) -> Read:
    return {kind: (re.compile(told[kind]), re.compile(but[kind])) for kind in told}


_CHINESE, _ENGLISH = _compiled(chinese.TOLD, chinese.BUT), _compiled(english.TOLD, english.BUT)

"""What the second reader adds to what the rules found. It takes nothing away."""

from collections.abc import Collection, Mapping

from messaging.replies.second_reader.opinion import HARMLESS

LIKELY = 0.05
"""So sure it has to be where the rules found nothing at all."""

HALF = 0.8
"""And so much of how sure it is of small talk and questions: a person looks anyway."""

RATHER_LIKELY = 0.6
"""So sure where the rules found only what asks for nothing."""

NEARLY_SURE = 0.8
"""So sure where the rules found something that stops already."""

DOUBT = 0.1
"""So little concern is enough for a reply not to pass as harmless."""

DOUBT_OF_A_QUESTION = 0.6
"""The same where every word is known and one part is a question about paying."""

CALM = 0.4
"""So like harmless replies it has to be, whatever the rules made of it."""

LIKE_HARMLESS = 0.6
"""And so like them where neither a rule nor a list of ordinary words knows it."""

ANYTHING = "anything"
"""What is doubted where no one concern is likely and the reply is not like harmless ones."""

STOPPING = ("distress", "complaint", "wrong_party", "opt_out_review", "hardship", "dispute")
_ASKING_NOTHING = frozenset({"promise", "paid", "rating"})


def concerns(found: Collection[str], sure_of: Mapping[str, float]) -> set[str]:
    """Meanings to be added to `found`, the rules' own (empty when they found nothing).

    An opt-out it hears goes to a person as well: only a keyword is one by itself.
    """
    sure = dict(sure_of)
    sure["opt_out_review"] = max(sure["opt_out_review"], sure.pop("opt_out"))
    del sure["rating"]  # a figure alone is one, and nothing else
    sure.pop(HARMLESS, None)  # never lessens a concern
    added = set[str]()
    if not found:
        other = sure.pop("other")
        best = max(sure, key=lambda meaning: sure[meaning])
        if sure[best] >= max(LIKELY, HALF * other):
            added.add(best)
    enough = RATHER_LIKELY if not set(found) - _ASKING_NOTHING else NEARLY_SURE
    return added | {meaning for meaning in STOPPING if sure[meaning] >= enough} - set(found)


def doubt(sure: Mapping[str, float]) -> str | None:
    """What a reply might mean that must not be passed over, though nobody found it. `sure`: the
    reader's opinion."""
    likeliest = max((*STOPPING, "opt_out"), key=lambda meaning: sure[meaning])
    if sure[likeliest] >= DOUBT:
        return likeliest
    return None if sure[HARMLESS] >= CALM else ANYTHING


def doubt_of_a_question(sure: Mapping[str, float]) -> str | None:
    """What an ordinary question might mean all the same. `sure`: the reader's opinion."""
    likeliest = max((*STOPPING, "opt_out"), key=lambda meaning: sure[meaning])
    return likeliest if sure[likeliest] >= DOUBT_OF_A_QUESTION else None

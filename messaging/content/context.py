"""What is true where a text will be used: the review holds the text against it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from messaging.content.chosen import NAMES as CHOSEN

BEFORE_DUE = frozenset({"due-7"})
ON_DUE_DAY = frozenset({"due-0"})
LAST_STAGE = "dpd-16+"

# Placeholders that have no value in some stages, and what fits there instead.
_OVERDUE_NAMES = frozenset({"days_overdue", "overdue_period"})
_UNTIL_NAMES = frozenset({"days_until_due"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewContext:
    """The facts of all lenders a text may leave for: each is said only if it holds for every one.

    ``stage``: a stage of DESIGN 3. ``signature``: the longest of theirs. ``allowed_hosts``: hosts
    all of them link to; ``hotlines``: numbers that are the hotline of all of them.
    ``without_value``: placeholders some of them cannot fill (no English name, say).
    ``longest``: their longest values, where longer or shorter than to be expected.
    ``channel``: the one it is for.
    ``reminder`` False: an answer or a confirmation, which need not say what is owed.
    ``answer``: an agent sends it, and may fill in what is chosen (messaging.content.chosen).
    """

    stage: str
    language: str = "zh-hans"
    signature: str = "机构"
    opt_out_words_required: bool = False
    reports_to_credit_registry: bool = False
    late_fee_in_contract: bool = False
    legal_action_approved: bool = False
    allowed_hosts: frozenset[str] = frozenset()
    hotlines: frozenset[str] = frozenset()
    without_value: frozenset[str] = frozenset()
    longest: Mapping[str, str] = field(default_factory=dict)
    reminder: bool = True
    answer: bool = False
    channel: str = "sms"

    @property
    def is_overdue(self) -> bool:
        """Whether a loan of this stage is past its due date."""
        return self.stage not in BEFORE_DUE | ON_DUE_DAY

    @property
    def absent(self) -> frozenset[str]:
        """Names that have no value here, so that a text with them would never be sent."""
        absent = self.without_value
        if not self.is_overdue:
            absent |= _OVERDUE_NAMES
        if not self.answer:
            absent |= CHOSEN
        if self.stage not in BEFORE_DUE:
            absent |= _UNTIL_NAMES
        return absent

    @property
    def time_facts(self) -> frozenset[str]:
        """Names of which one at least tells the customer when the money is or was due."""
        return (frozenset({"due_date"}) | _OVERDUE_NAMES | _UNTIL_NAMES) - self.absent

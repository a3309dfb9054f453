"""A lender who can plan: texts for every stage, a strategy, the `cn` policy, a gateway."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from accounts.models import Lender, User
from messaging.authoring import starter
from messaging.models import CalendarYear, Gateway, Message, Run
from messaging.models.choices import StageChoices, Tone
from messaging.policy import profiles
from tests import make, make_calendar

HELLO = "{{ customer_name }}{{ salutation }}您好，您的{{ product }}本期应还{{ amount_due }}，"
END = "可通过{{ ways_to_pay }}还款。如有疑问或暂有困难请致电{{ hotline }}。"
OVERDUE = "已逾期{{ overdue_period }}，"
OPT_OUT = "退订回{{ opt_out_words }}。"
BEFORE = "还款日为{{ due_date }}，"


@dataclass(frozen=True)
class OneText:
    code: str
    title: str
    stage: str
    tone: str
    body: str
    cause: str = "unknown"
    language: str = "zh-hans"
    content_class: str = "collection_service"
    channel: str = "sms"


def texts(*, end: str = "") -> list[OneText]:
    """One for each stage and tone; `end` is appended to each."""
    return [
        OneText(
            code=f"{stage.replace('+', 'up')}-{tone}",
            title=f"{stage} {tone}",
            stage=stage,
            tone=tone,
            body=HELLO + (BEFORE if stage.startswith("due") else OVERDUE) + END + end,
        )
        for stage in StageChoices.values
        for tone in Tone.values
    ]


def ready_lender(*, profile: str = "cn", **columns: Any) -> Lender:
    """A lender with everything in force from the morning on, as its profile asks for it."""
    lender = make.lender(**columns)
    author = make.staff("collector")
    approver = make.staff("supervisor")
    people = {"author": author, "approver": approver, "now": make.MORNING}
    policy = profiles.load(profile)
    end = OPT_OUT if policy.opt_out_wording_required else ""
    starter.install(texts(end=end), effective_from=make.MORNING, **people)
    known = CalendarYear.objects.filter(country=policy.country, year=make.DAY.year)
    if policy.timetables.holds_on_unknown_days and not known.exists():
        make_calendar.year(policy.country, make.DAY.year)
    starter.install_strategy(lender, **people)
    starter.install_policy(lender, profile=profile, **people)
    if not Gateway.objects.exists():
        starter.install_sandbox_gateway(**people)
    return lender


def message(run: Run, *, state: str, at: datetime, **columns: Any) -> Message:
    """A message of the run's first candidate that went as far as `state` at that moment."""
    candidate = columns.pop("candidate", None) or run.candidates.order_by("pk").first()
    return Message.objects.create(
        **{
            "run": run,
            "candidate": candidate,
            "lender": run.lender,
            "customer": candidate.customer,
            "contact_point": candidate.contact_point,
            "address_hash": candidate.address_hash,
            "template_version": candidate.template_version,
            "language": candidate.language,
            "state": state,
            "created_at": at,
            "claimed_at": at,
            "handed_over_at": at,
            "permit_until": at + timedelta(minutes=1),
            "gateway": Gateway.objects.first(),
            "body_enc": b"sealed",
            **columns,
        }
    )


def planner() -> User:
    return make.staff("collector")

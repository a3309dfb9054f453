"""A lender who can plan: texts for every stage, a strategy, the `cn` policy, a gateway."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from accounts.models import Lender, User
from messaging.authoring import starter
from messaging.models import CalendarYear, Gateway, Message, Run
from messaging.models.choices import StageChoices, Tone
from messaging.policy import profiles
from tests import make, make_calendar, make_outbox
from tests.kept import kept

# Greeting, then before or after the due date, then how to pay.
PARTS = {
    "zh-hans": (
        "{{ customer_name }}{{ salutation }}您好，您的{{ product }}本期应还{{ amount_due }}，",
        "还款日为{{ due_date }}，",
        "已逾期{{ overdue_period }}，",
        "可通过{{ ways_to_pay }}还款。如有疑问或暂有困难请致电{{ hotline }}。",
    ),
    "zh-hant": (
        "{{ customer_name }}{{ salutation }}您好，您的{{ product }}本期應還{{ amount_due }}，",
        "還款日為{{ due_date }}，",
        "已逾期{{ overdue_period }}，",
        "可透過{{ ways_to_pay }}還款。如有疑問或暫有困難請致電{{ hotline }}。",
    ),
    "en": (
        "Dear {{ salutation }} {{ customer_name }}, {{ amount_due }} for your {{ product }}, ",
        "due on {{ due_date }}. ",
        "{{ overdue_period }} overdue. ",
        "Ways to pay: {{ ways_to_pay }}. Help: {{ hotline }}.",
    ),
}
OPT_OUT = "{{ opt_out_words }}"


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
    topic: str = ""
    country: str = ""


def texts(language: str = "zh-hans", *, end: str = "") -> list[OneText]:
    """One for each stage and tone; `end` is appended to each."""
    hello, before, overdue, pay = PARTS[language]
    return [
        OneText(
            code=f"{stage.replace('+', 'up')}-{tone}",
            title=f"{stage} {tone}",
            stage=stage,
            tone=tone,
            body=hello + (before if stage.startswith("due") else overdue) + pay + end,
            language=language,
        )
        for stage in StageChoices.values
        for tone in Tone.values
    ]


def ready_lender(*, profile: str = "cn", **columns: Any) -> Lender:
    """A lender with everything in force from the morning on, as its profile asks for it."""
    return kept(
        ("ready_lender", profile, *sorted(columns.items())), lambda: _ready(profile, columns)
    )


def _ready(profile: str, columns: dict[str, Any]) -> Lender:
    lender = make.lender(**columns)
    approved: Any = {"approver": make.staff("supervisor"), "now": make.MORNING}
    admin = make.staff("administrator")
    policy = profiles.load(profile)
    end = OPT_OUT if policy.opt_out_wording_required else ""
    starter.install(
        texts(end=end), author=make.staff("collector"), effective_from=make.MORNING, **approved
    )
    known = CalendarYear.objects.filter(country=policy.country, year=make.DAY.year)
    if policy.timetables.holds_on_unknown_days and not known.exists():
        make_calendar.year(policy.country, make.DAY.year)
    starter.install_strategy(lender, author=make.staff("supervisor"), **approved)
    make_outbox.policy(lender, profile)
    if not Gateway.objects.exists():
        starter.install_sandbox_gateway(author=admin, **approved)
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
            "body": b"sealed",
            **columns,
        }
    )


def planner() -> User:
    return make.staff("collector")

"""Messages made to order: a released run, a gateway, a policy in force, and a queue to send.

message = make_outbox.message(loan=make.loan(dpd=5))
clock = make_outbox.FixedClock(now)
"""

import itertools
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from accounts.models import ContactPoint, Lender, Loan
from messaging.approval import fingerprints, steps
from messaging.gateways.permit import Clock
from messaging.models import Candidate, CandidateLoan, Gateway, Message, PolicyVersion, Run
from messaging.policy.document import write_policy
from messaging.policy.profiles import load
from tests import make, make_messaging

_serial = itertools.count(1)


@dataclass
class FixedClock:
    """Wall and boot time that stand still until moved; `wall` may be set apart from `boot`."""

    wall: datetime
    boot: float = 1000.0

    @property
    def clock(self) -> Clock:
        return Clock(now=lambda: self.wall, boot=lambda: self.boot)

    def passes(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.boot += seconds


def _approved(version: Any) -> Any:
    steps.submit(version, by=version.author, now=make.MORNING)
    return steps.approve(
        version,
        by=make.staff("supervisor"),
        now=make.MORNING,
        seen_hash=fingerprints.fingerprint(version),
    )


def policy(lender: Lender, profile: str = "cn", **figures: Any) -> PolicyVersion:
    """A policy in force; `figures` overrides values of the document. Without one for it, nobody is
    in the control group: who is in it goes by a customer's number, and these are made up."""
    document = write_policy(load(profile))
    for name, value in {"control_share": "0", **figures}.items():
        document[name]["value"] = value
    author = make.staff("administrator")
    return _approved(
        PolicyVersion.objects.create(
            lender=lender,
            number=PolicyVersion.objects.filter(lender=lender).count() + 1,
            profile=profile,
            document=document,
            author=author,
            edited_by=author,
            created_at=make.MORNING,
            edited_at=make.MORNING,
        )
    )


def gateway(**columns: Any) -> Gateway:
    author = make.staff("administrator")
    return _approved(
        Gateway.objects.create(
            **{
                "code": f"sandbox{next(_serial)}",
                "driver": "sandbox",
                "content_classes": ["collection_service", "confirmation"],
                "author": author,
                "edited_by": author,
                "created_at": make.MORNING,
                "edited_at": make.MORNING,
                **columns,
            }
        )
    )


def run(lender: Lender, *, policy_version: PolicyVersion, **columns: Any) -> Run:
    """A released run."""
    made = Run.objects.create(
        **{"lender": lender, "day": make.DAY, "policy": policy_version, **columns}
    )
    releaser = make.staff("supervisor")
    for state in ("planned", "releasing", "released"):
        Run.objects.filter(pk=made.pk).update(
            state=state, released_by=releaser, released_at=make.MORNING
        )
    made.refresh_from_db()
    return made


def message(
    *,
    loan: Loan | None = None,
    in_run: Run | None = None,
    stage: str = "dpd-4-7",
    not_before: datetime | None = make.MORNING,
    point: ContactPoint | None = None,
    **columns: Any,
) -> Message:
    """A queued message about one loan, with everything it needs to be sent."""
    loan = loan or make.loan()
    lender, customer = loan.lender, loan.customer
    standing = PolicyVersion.objects.filter(lender=lender).first()
    in_run = in_run or run(lender, policy_version=standing or policy(lender))
    if not Gateway.objects.exists():
        gateway()
    point = point or customer.contact_points.order_by("pk").first()
    assert point is not None
    version = columns.pop("template_version", None) or make_messaging.version(stage=stage)
    dpd = (in_run.day - loan.due_date).days
    candidate = Candidate.objects.create(
        run=in_run,
        customer=customer,
        contact_point=point,
        address_hash=point.address_hash,
        stage=stage,
        tone="gentle",
        tone_reason="always_on_time",
        cause="unknown",
        language=customer.language,
        template_version=version,
        arm="contact",
        currency=loan.currency,
        amount_due=loan.amount_due,
        days_past_due=dpd,
        outcome="send",
        reason="ok",
        to_send=True,
    )
    CandidateLoan.objects.create(
        candidate=candidate, loan=loan, stage=stage, days_past_due=dpd, amount_due=loan.amount_due
    )
    return Message.objects.create(
        **{
            "run": in_run,
            "candidate": candidate,
            "lender": lender,
            "customer": customer,
            "contact_point": point,
            "address_hash": point.address_hash,
            "template_version": version,
            "language": customer.language,
            "not_before": not_before,
            "created_at": make.MORNING,
            **columns,
        }
    )

"""The sample's rules and texts: written by one person, approved by another, reviewed since."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from accounts.models import Lender, User
from config.sample import channels
from messaging import library
from messaging.approval.fingerprints import fingerprint
from messaging.authoring import policies, reviews, starter, wording_lists
from messaging.authoring.policies import Figures

CALENDARS = {
    2025: "国务院办公厅关于2025年部分节假日安排的通知",
    2026: "国务院办公厅关于2026年部分节假日安排的通知",
}
"""The years whose official arrangement is published, and where."""

MEASURING_SHARE = "0.2"
"""The control group of the quarter in which the lenders measured what texts do; since then it is
the profile's."""

MEASURED_UNTIL = timedelta(days=9)
MAILED = timedelta(days=1)
REVIEWED = timedelta(days=12)
"""So long before the sample's day."""


def install(
    ours: list[Lender],
    staff: dict[str, User],
    *,
    written: datetime,
    today: datetime,
    say: Callable[[str], object],
) -> None:
    """`written`: when all of it was written and approved; `today`: the sample's moment."""
    say("Sample: texts, strategy and policy, approved by a second person")
    approver = staff["supervisor2"]
    writer, supervisor, admin = (staff[name] for name in ("collector2", "supervisor3", "admin2"))
    for year, source in CALENDARS.items():
        starter.install_calendar(
            "CN", year, source=source, author=supervisor, approver=approver, now=written
        )
    wording_lists.install_shipped(author=writer, approver=approver, now=written)
    for language in library.LANGUAGES:
        texts = [
            *library.load(language),
            *library.load_answers(language),
            *library.load_notices(language),
            *library.load_education(language, mentions=(), countries=("CN",)),
        ]
        starter.install(
            texts, author=writer, approver=approver, now=written, effective_from=written
        )
    for lender in ours:
        _policies(lender, author=admin, approver=approver, written=written, today=today)
        starter.install_strategy(lender, author=supervisor, approver=approver, now=written)
    starter.install_sandbox_gateway(author=admin, approver=approver, now=written)
    channels.install(
        ours,
        writer=writer,
        author=supervisor,
        admin=admin,
        approver=approver,
        now=today - MAILED,
    )
    review(supervisor, now=today - REVIEWED)


def _policies(
    lender: Lender, *, author: User, approver: User, written: datetime, today: datetime
) -> None:
    draft = policies.new_draft(lender, profile="cn", by=author, now=written)
    measuring = policies.save(
        draft,
        Figures(values={"control_share": MEASURING_SHARE}),
        note="测量期：对照组两成，看短信是否有用。",
        by=author,
        now=written,
        seen_edited_at=draft.edited_at,
    )
    starter.through(measuring, author=author, approver=approver, now=written)
    starter.install_policy(
        lender, profile="cn", author=author, approver=approver, now=today - MEASURED_UNTIL
    )


def review(supervisor: User, *, now: datetime) -> None:
    """Every text whose review is near, found still right."""
    for each in reviews.near(now):
        reviews.renew(each.version, by=supervisor, now=now, seen_hash=fingerprint(each.version))

"""The sample's channels: sandbox gateways, the reminders' e-mails, strategies that use them."""

from __future__ import annotations

from datetime import datetime

from accounts.models import Lender, User
from accounts.models.choices import Channel, Language
from messaging.authoring import starter, strategies, templates
from messaging.authoring.purposes import said_of
from messaging.models import Template, in_force
from messaging.models.template import REMINDERS

MAILED = "sms, email 4"
"""Every cell of the sample's lenders: a text; by mail what is not delivered or stays unread."""


def install(
    ours: list[Lender],
    *,
    writer: User,
    author: User,
    admin: User,
    approver: User,
    now: datetime,
) -> None:
    """Written, approved and in force from `now` on; `author` writes the strategies."""
    for channel in (Channel.EMAIL, Channel.PUSH, Channel.WECHAT):
        starter.install_sandbox_gateway(author=admin, approver=approver, now=now, channel=channel)
    _mails(author=writer, approver=approver, now=now)
    for lender in ours:
        _strategy(lender, author=author, approver=approver, now=now)


def _mails(*, author: User, approver: User, now: datetime) -> None:
    """The e-mail of every reminder, in the language most people read."""
    language = Language.ZH_HANS.value
    reminders = list(Template.objects.filter(**REMINDERS).order_by("pk"))
    standing = in_force.template_versions([each.pk for each in reminders], now)
    for template in reminders:
        text = standing.get((template.pk, language))
        if text is None:
            continue
        mail = templates.new_variant(template, Channel.EMAIL, now=now)
        draft = templates.new_version(mail, language, by=author, now=now)
        draft = templates.save(
            draft,
            body=text.body,
            note="",
            by=author,
            now=now,
            seen_edited_at=draft.edited_at,
            said=said_of(text),
        )
        starter.through(draft, author=author, approver=approver, now=now, begins=now)


def _strategy(lender: Lender, *, author: User, approver: User, now: datetime) -> None:
    standing = in_force.strategy(lender, now)
    draft = strategies.new_version(lender, by=author, now=now, from_version=standing)
    cells = strategies.cells(draft)
    draft = strategies.save_cells(
        draft,
        cells,
        channels=dict.fromkeys(cells, MAILED),
        note="",
        by=author,
        now=now,
        seen_edited_at=draft.edited_at,
    )
    starter.through(draft, author=author, approver=approver, now=now)

"""Writing templates: a template, its versions, and saving a draft without losing another's."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.models.choices import Cause, Channel
from messaging.approval import drafting
from messaging.approval.errors import ApprovalRefused
from messaging.approval.guard import guarded
from messaging.authoring import purposes
from messaging.content import subject as subjects
from messaging.models import Template, TemplateVersion
from messaging.models.choices import ContentClass

FIRST_SUBJECTS = {
    "zh-hans": "{{ lender }}的还款提醒",
    "zh-hant": "{{ lender }}的還款提醒",
    "en": "A reminder from {{ lender }}",
}
"""What a draft of another channel begins with, by language."""


def start_template(
    *,
    code: str,
    title: str,
    stage: str,
    tone: str,
    language: str,
    by: User,
    now: datetime,
    cause: str = Cause.UNKNOWN,
    channel: str = Channel.SMS,
    content_class: str = ContentClass.COLLECTION_SERVICE,
    topic: str = "",
    country: str = "",
    body: str = "",
    note: str = "",
) -> TemplateVersion:
    """A new template and the first draft of its wording in one language."""
    with guarded():
        if Template.objects.filter(code=code).exists():
            raise ApprovalRefused(_("A template with the code “%(code)s” exists.") % {"code": code})
        template = Template.objects.create(
            code=code,
            title=title,
            stage=stage,
            tone=tone,
            cause=cause,
            channel=channel,
            content_class=content_class,
            topic=topic,
            country=country,
            created_at=now,
        )
        draft = TemplateVersion(
            template=template, language=language, body=body, purposes=purposes.to_store(body, {})
        )
        return drafting.start(draft, note=note, by=by, now=now)


def new_variant(template: Template, channel: str, *, now: datetime) -> Template:
    """The same text for another channel: a template with versions and approvals of its own, which
    the strategy's plans find by this one. Raises ApprovalRefused."""
    with guarded():
        if template.variant_of_id or not template.is_reminder or channel not in subjects.CHANNELS:
            raise ApprovalRefused(_("Only a reminder by SMS has variants for other channels."))
        if template.variants.filter(channel=channel).exists():
            raise ApprovalRefused(_("There is one for this channel already."))
        return Template.objects.create(
            code=f"{template.code[:50]}-{channel}",
            title=template.title,
            stage=template.stage,
            tone=template.tone,
            cause=template.cause,
            channel=channel,
            content_class=template.content_class,
            variant_of=template,
            created_at=now,
        )


def new_version(
    template: Template,
    language: str,
    *,
    by: User,
    now: datetime,
    from_version: TemplateVersion | None = None,
) -> TemplateVersion:
    """A draft in this language that begins with the text of `from_version` (None: empty).

    Refused while a draft or a request is open in this language.
    """
    body = from_version.body if from_version else ""
    subject = from_version.subject if from_version else _first_subject(template, language)
    said = purposes.said_of(from_version) if from_version else {}
    draft = TemplateVersion(
        template=template,
        language=language,
        body=body,
        subject=subject,
        purposes=purposes.to_store(body, said),
    )
    return drafting.start(draft, by=by, now=now)


def _first_subject(template: Template, language: str) -> str:
    return FIRST_SUBJECTS[language] if template.channel in subjects.CHANNELS else ""


def save(
    version: TemplateVersion,
    *,
    body: str,
    note: str,
    by: User,
    now: datetime,
    seen_edited_at: datetime,
    said: Mapping[str, str] | None = None,
    subject: str | None = None,
) -> TemplateVersion:
    """Save the text of a draft. Refused when somebody saved since `seen_edited_at`. `said`: what
    sentences of unknown purpose are for (messaging.authoring.purposes); what was said before is
    kept when None. `subject` None: as it was.

    An edit of a request withdraws it, an edit of a rejected version reopens it: both are drafts
    again. What is stored already is not written again, so a second click does no harm.
    """
    with guarded():
        if said is None:
            said = purposes.said_of(drafting.lock(version, by=by))
        return drafting.save(
            version,
            body=body,
            **({} if subject is None else {"subject": subject}),
            purposes=purposes.to_store(body, said),
            note=note,
            by=by,
            now=now,
            seen_edited_at=seen_edited_at,
        )

"""Writing templates: a template, its versions, and saving a draft without losing another's."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.models.choices import Cause, Channel
from messaging.approval import drafting
from messaging.approval.errors import ApprovalRefused
from messaging.approval.guard import guarded
from messaging.authoring import purposes
from messaging.models import Template, TemplateVersion
from messaging.models.choices import ContentClass


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
            created_at=now,
        )
        return _draft(template, language, number=1, body=body, note=note, by=by, now=now)


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
    with guarded():
        Template.objects.select_for_update(no_key=True).get(pk=template.pk)
        versions = TemplateVersion.objects.filter(template=template, language=language)
        last = versions.aggregate(last=Max("number"))["last"] or 0
        return _draft(
            template,
            language,
            number=last + 1,
            body=from_version.body if from_version else "",
            said=purposes.said_of(from_version) if from_version else {},
            note="",
            by=by,
            now=now,
        )


def save(
    version: TemplateVersion,
    *,
    body: str,
    note: str,
    by: User,
    now: datetime,
    seen_edited_at: datetime,
    said: Mapping[str, str] | None = None,
) -> TemplateVersion:
    """Save the text of a draft. Refused when somebody saved since `seen_edited_at`. `said`: what
    sentences of unknown purpose are for (messaging.authoring.purposes); what was said before is
    kept when None.

    An edit of a request withdraws it, an edit of a rejected version reopens it: both are drafts
    again. What is stored already is not written again, so a second click does no harm.
    """
    with guarded():
        locked = drafting.lock(version)
        told = purposes.to_store(body, purposes.said_of(locked) if said is None else said)
        if (locked.body, locked.author_note, locked.purposes) == (body, note, told):
            return locked
        drafting.refuse_if_saved_since(
            locked,
            seen_edited_at=seen_edited_at,
            sentence=_("%(person)s saved this draft after you opened it; your text is not saved."),
        )
        TemplateVersion.objects.filter(pk=version.pk).update(
            body=body, purposes=told, **drafting.as_draft(note=note, by=by, now=now)
        )
        locked.refresh_from_db()
        return locked


def _draft(
    template: Template,
    language: str,
    *,
    number: int,
    body: str,
    note: str,
    by: User,
    now: datetime,
    said: Mapping[str, str] = MappingProxyType({}),
) -> TemplateVersion:
    return TemplateVersion.objects.create(
        template=template,
        language=language,
        number=number,
        body=body,
        purposes=purposes.to_store(body, said),
        author_note=note,
        author=by,
        edited_by=by,
        created_at=now,
        edited_at=now,
    )

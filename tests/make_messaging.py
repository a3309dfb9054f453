"""Templates, strategies, policies and gateways made to order, through the real four eyes.

`make_messaging.version(stage="dpd-4-7")` is approved and in force; `state="draft"` stops earlier.
A text of which a test says neither words nor people goes the short way: the rows of the steps, held
to four eyes by the database, without a review that finds nothing in these words again.
"""

import itertools
from datetime import datetime
from typing import Any

from accounts.models import User
from messaging.approval import fingerprints, steps
from messaging.authoring.confirming import to_confirm
from messaging.authoring.purposes import asked_of
from messaging.authoring.review_dates import next_review
from messaging.models import Template, TemplateVersion
from tests import make

BODY = (
    "{{ customer_name }}{{ salutation }}您好，您的{{ product }}本期应还{{ amount_due }}"
    "（还款日{{ due_date }}），"
    "可通过{{ ways_to_pay }}还款。如有疑问请致电{{ hotline }}。"
)
BODIES = {
    "zh-hans": BODY,
    "zh-hant": (
        "{{ customer_name }}{{ salutation }}您好，您的{{ product }}本期應還{{ amount_due }}"
        "（還款日{{ due_date }}），"
        "可透過{{ ways_to_pay }}還款。如有疑問請致電{{ hotline }}。"
    ),
    "en": (
        "Dear {{ salutation }} {{ customer_name }}, {{ amount_due }} of your {{ product }} "
        "(due on {{ due_date }}) is open. Ways to pay: {{ ways_to_pay }}. Help: {{ hotline }}."
    ),
}
_serial = itertools.count(1)


def template(**columns: Any) -> Template:
    n = next(_serial)
    return Template.objects.create(
        **{
            "code": f"template-{n}",
            "title": f"模板{n}",
            "stage": "dpd-4-7",
            "tone": "gentle",
            "created_at": make.MORNING,
            **columns,
        }
    )


def draft(*, author: User | None = None, template: Template | None = None, **columns: Any) -> Any:
    """A draft of a wording; columns of the template (stage, tone, cause) are told apart."""
    author = author or make.staff("collector")
    own = {k: columns.pop(k) for k in ("stage", "tone", "cause", "title") if k in columns}
    template = template or globals()["template"](**own)
    number = template.versions.filter(language=columns.get("language", "zh-hans")).count() + 1
    return TemplateVersion.objects.create(
        **{
            "template": template,
            "number": number,
            "body": BODIES[columns.get("language", "zh-hans")],
            "author": author,
            "edited_by": author,
            "created_at": make.MORNING,
            "edited_at": make.MORNING,
            "purposes": [
                {"sentence": each.sentence, "purpose": "fact"}
                for each in asked_of(columns.get("body", BODY), {})
            ],
            **columns,
        }
    )


def version(
    *,
    state: str = "approved",
    author: User | None = None,
    approver: User | None = None,
    now: datetime = make.MORNING,
    effective_from: datetime | None = None,
    **columns: Any,
) -> TemplateVersion:
    """A wording that went as far as `state`."""
    made: TemplateVersion = draft(author=author, **columns)
    if state == "draft":
        return made
    is_usual = not (author or approver or made.purposes) and "body" not in columns
    if is_usual and state in ("submitted", "approved"):
        return by_rows(made, state=state, now=now, effective_from=effective_from)
    steps.submit(made, by=made.author, now=now)
    if state == "submitted":
        made.refresh_from_db()
        return made
    approver = approver or make.staff("supervisor")
    if state == "rejected":
        return steps.reject(made, by=approver, reason="太急", now=now)
    seen = fingerprints.fingerprint(made)
    made = steps.approve(
        made,
        by=approver,
        now=now,
        seen_hash=seen,
        effective_from=effective_from,
        confirmed=[each.sentence for each in to_confirm(made)],
    )
    if state == "retired":
        return steps.retire(made, by=approver, reason="不再使用", now=now)
    return made


def by_rows(
    made: TemplateVersion, *, state: str, now: datetime, effective_from: datetime | None
) -> TemplateVersion:
    """A draft gone as far as the steps would take it."""
    this = TemplateVersion.objects.filter(pk=made.pk)
    this.update(state="submitted", submitted_by=made.author, submitted_at=now)
    if state == "approved":
        begins = max(now, effective_from or now)
        this.update(
            state="approved",
            decided_by=make.staff("supervisor"),
            decided_at=now,
            effective_from=begins,
            review_due=next_review(made.template, begins),
        )
    made.refresh_from_db()
    return made

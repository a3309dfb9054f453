"""The kinds of things that are approved. Each app registers its own when it is ready.

A kind says what its approval is about, which versions belong together, what stands against a
version and what its approval adds; everything else is the same for all of them.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db.models import QuerySet

from messaging.content.text.findings import Finding
from messaging.models.approvable import Approvable, approved_columns


@dataclass(frozen=True)
class Approval:
    """An approval about to happen. `begins`: from when it is in force; `confirmed`: the sentences
    the person confirms one by one."""

    by: Any
    now: datetime
    begins: datetime
    confirmed: Collection[str] = ()


class Findings(Protocol):
    def __call__(self, version: Any, /, *, now: datetime) -> list[Finding]: ...


def _no_findings(_version: Any, *, now: datetime) -> list[Finding]:  # noqa: ARG001 – as all
    return []


def _its_columns(version: Approvable) -> Any:
    return [getattr(version, column) for column in approved_columns(type(version))]


def _nothing_more(_version: Any, _approval: Approval) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Kind:
    """`same`: columns that are equal in all versions of one thing; none: there is one such thing.

    `content`: what is approved, as JSON-able data, or a text; without one, the columns the database
    guards. `on_approval`: called in the approving transaction, on the locked version; refuses, or
    gives the columns the approval sets besides. `checked_again`: what stands against it depends on
    more than its content, so it is checked at the approval too. `page`: URL name of the page on
    which a version is read and decided about; `related`: what that page and lists need of it.
    `copied`: all that is approved stands in its own columns, so a former version can be asked for
    anew. Who decides works with the lender it is of (`lender_id`), and where it has none, with all;
    `written_by_all`: so does who writes it.
    """

    code: str
    label: Any
    model: type[Approvable]
    page: str
    same: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    findings: Findings = _no_findings
    content: Callable[[Any], Any] = _its_columns
    on_approval: Callable[[Any, Approval], Mapping[str, Any]] = _nothing_more
    checked_again: bool = False
    copied: bool = False
    written_by_all: bool = False

    def versions(self) -> QuerySet[Any]:
        """All of them, with the people and things their pages name."""
        return self.model._default_manager.select_related(
            "author", "submitted_by", "decided_by", "edited_by", *self.related
        )

    def siblings(self, version: Approvable) -> QuerySet[Any]:
        """The other versions of the same thing."""
        same = {column: getattr(version, column) for column in self.same}
        return self.model._default_manager.filter(**same).exclude(pk=version.pk)

    @property
    def numbered(self) -> bool:
        """Whether there are versions, counted from 1."""
        return any(field.name == "number" for field in self.model._meta.fields)

    def may(self, user: Any, act: str) -> bool:
        """`act`: view, add, change, approve."""
        meta = self.model._meta
        return bool(user.has_perm(f"{meta.app_label}.{act}_{meta.model_name}"))


_BY_CODE: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Called once per app, from `AppConfig.ready`. ValueError for a code that is taken."""
    for kind in kinds:
        if kind.code in _BY_CODE:
            raise ValueError(f"there is a kind {kind.code!r} already")
        _BY_CODE[kind.code] = kind


def all_kinds() -> list[Kind]:
    """In the order of their registration."""
    return list(_BY_CODE.values())


def kind_called(code: str) -> Kind | None:
    return _BY_CODE.get(code)


def kind_of(version: Approvable | type[Approvable]) -> Kind:
    """TypeError for what nobody registered."""
    model = version if isinstance(version, type) else type(version)
    for kind in _BY_CODE.values():
        if issubclass(model, kind.model):
            return kind
    raise TypeError(f"{model.__name__} is no registered kind")

"""The wording list under four eyes: which one is in force, and how a draft of it is edited."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from messaging.approval import drafting
from messaging.approval.errors import ApprovalRefused
from messaging.approval.fingerprints import fingerprint
from messaging.approval.guard import guarded
from messaging.approval.steps import approve, submit
from messaging.content.text.fold import plain
from messaging.content.wording_list import Entry, WordingList, shipped
from messaging.models import WordingListVersion
from messaging.models.approvable import OPEN, ApprovalState

MAX_PHRASE = 60  # characters
MAX_REMARK = 200  # characters of a reason or a suggestion
_COMPILED = 4  # lists kept ready for use


@dataclass(frozen=True, slots=True)
class Changes:
    """What a list differs in from another; ``changed`` holds the new entries."""

    added: tuple[Entry, ...]
    changed: tuple[Entry, ...]
    removed: tuple[Entry, ...]

    def __len__(self) -> int:
        return len(self.added) + len(self.changed) + len(self.removed)


def in_force(now: datetime) -> WordingList:
    """The list texts are held against; the shipped one until a version is approved. One query,
    and one more for a version this process has not used yet."""
    found = _standing(now).values_list("pk", "decided_at").first()
    return _compiled(*found) if found else shipped()


def version_in_force(now: datetime) -> WordingListVersion | None:
    """The approved version in force; None: the shipped list is."""
    return _standing(now).first()


def open_version() -> WordingListVersion | None:
    """The draft or request that is open; there is at most one."""
    return WordingListVersion.objects.filter(state__in=OPEN).first()


def entries_of(version: WordingListVersion | None) -> list[Entry]:
    """The entries of a version; of the shipped list for None."""
    return list(shipped().entries) if version is None else [Entry(**row) for row in version.entries]


def new_draft(*, by: User, now: datetime) -> WordingListVersion:
    """A draft that begins with the list in force. Refused while one is open."""
    return drafting.start(_draft(entries_of(version_in_force(now))), by=by, now=now)


def set_entries(
    version: WordingListVersion, entries: Sequence[Entry], *, note: str, by: User, now: datetime
) -> WordingListVersion:
    """Make a draft's list exactly these entries. An edit of a request withdraws it, of a rejected
    version reopens it. Refused for what was decided, and for entries that cannot work."""
    with guarded():
        return _save(drafting.lock(version, by=by), entries, note=note, by=by, now=now)


def put_entry(
    version: WordingListVersion,
    entry: Entry,
    *,
    replaces: str = "",
    note: str | None = None,
    by: User,
    now: datetime,
) -> WordingListVersion:
    """Add an entry, or put it where the phrase ``replaces`` stands. What others change in other
    entries at the same time is kept; so is the reason for the approver when ``note`` is None."""
    with guarded():
        locked = drafting.lock(version, by=by)
        entries = entries_of(locked)
        if replaces:
            _require_phrase(entries, replaces)
            changed = [entry if each.phrase == replaces else each for each in entries]
        else:
            changed = [*entries, entry]
        kept_note = locked.author_note if note is None else note
        return _save(locked, changed, note=kept_note, by=by, now=now)


def remove_entry(
    version: WordingListVersion, phrase: str, *, by: User, now: datetime
) -> WordingListVersion:
    """Take a phrase out of a draft."""
    with guarded():
        locked = drafting.lock(version, by=by)
        entries = entries_of(locked)
        _require_phrase(entries, phrase)
        kept = [each for each in entries if each.phrase != phrase]
        return _save(locked, kept, note=locked.author_note, by=by, now=now)


def compare(old: Iterable[Entry], new: Iterable[Entry]) -> Changes:
    """What ``new`` adds, changes and leaves out, by phrase."""
    before = {entry.phrase: entry for entry in old}
    after = {entry.phrase: entry for entry in new}
    return Changes(
        added=tuple(entry for phrase, entry in after.items() if phrase not in before),
        changed=tuple(e for phrase, e in after.items() if before.get(phrase, e) != e),
        removed=tuple(entry for phrase, entry in before.items() if phrase not in after),
    )


def install_shipped(*, author: User, approver: User, now: datetime) -> WordingListVersion | None:
    """The shipped list as version 1, through the same four eyes; None when there is a version."""
    with guarded():
        if WordingListVersion.objects.exists():
            return None
        draft = drafting.start(_draft(shipped().entries), by=author, now=now)
        submit(draft, by=author, now=now)
        return approve(draft, by=approver, now=now, seen_hash=fingerprint(draft))


def problem_with(entry: Entry) -> str:
    """Why an entry cannot stand in a list; empty when it can."""
    folded = plain(entry.phrase)
    if len(folded) < 2 or len(entry.phrase) > MAX_PHRASE:
        return _("A phrase has 2 to %(limit)d letters or digits.") % {"limit": MAX_PHRASE}
    if entry.level not in ("block", "warn") or not entry.category.strip():
        return _("An entry has a category and a level.")
    if not (entry.reason or entry.reason_zh).strip():
        return _("An entry says why.")
    if max(len(entry.reason), len(entry.reason_zh), len(entry.suggestion)) > MAX_REMARK:
        return _("A reason or suggestion has at most %(limit)d characters.") % {"limit": MAX_REMARK}
    return ""


def _standing(now: datetime) -> QuerySet[WordingListVersion]:
    begun = WordingListVersion.objects.filter(state=ApprovalState.APPROVED, effective_from__lte=now)
    return begun.order_by("-effective_from", "-number")


@lru_cache(maxsize=_COMPILED)
def _compiled(pk: int, _decided_at: datetime) -> WordingList:
    """An approved version does not change, so it is read and compiled once."""
    return WordingList(entries_of(WordingListVersion.objects.get(pk=pk)))


def _draft(entries: Iterable[Entry]) -> WordingListVersion:
    return WordingListVersion(entries=[asdict(entry) for entry in entries])


def _save(
    locked: WordingListVersion, entries: Sequence[Entry], *, note: str, by: User, now: datetime
) -> WordingListVersion:
    _require_sound(entries)
    rows = [asdict(entry) for entry in entries]
    return drafting.store(locked, entries=rows, note=note, by=by, now=now)


def _require_sound(entries: Sequence[Entry]) -> None:
    """Each entry can work, and no two say the same however they are written."""
    seen: dict[str, str] = {}
    for entry in entries:
        if problem := problem_with(entry):
            raise ApprovalRefused(f"{entry.phrase}: {problem}")
        twin = seen.setdefault(plain(entry.phrase), entry.phrase)
        if twin is not entry.phrase:
            raise ApprovalRefused(_("“%(phrase)s” is in the list already.") % {"phrase": twin})


def _require_phrase(entries: Iterable[Entry], phrase: str) -> None:
    if phrase not in {entry.phrase for entry in entries}:
        raise ApprovalRefused(
            _("“%(phrase)s” is not in the list any more; look again.") % {"phrase": phrase}
        )

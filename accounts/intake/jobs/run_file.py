"""One stored file, read and merged (or only checked) inside the caller's transaction."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain, islice
from typing import Any, Protocol

from django.conf import settings

from accounts.access.lenders import of
from accounts.intake.jobs import first_rows, progress, reader_process
from accounts.intake.jobs.column_matching import Matching
from accounts.intake.jobs.stored_files import open_stored
from accounts.intake.merging import (
    call_figures,
    change_trail,
    consents,
    customers as people,
    fingerprints,
    moves_found,
    retire_points,
    staging_tables,
)
from accounts.intake.merging.batches import ReadRow, in_batches, read_ahead
from accounts.intake.merging.counts import Counts, Tally
from accounts.intake.merging.file_figures import Counting, what_is_unusual
from accounts.intake.merging.foreign import Foreign
from accounts.intake.merging.loans import LoanMerge, merge_known_loans
from accounts.intake.merging.ones_files import Brought
from accounts.intake.merging.parties import PartyMerge
from accounts.intake.merging.repayments import RepaymentMerge, take_off
from accounts.intake.merging.reversals import ReversalMerge
from accounts.intake.merging.second_person import SecondPerson
from accounts.intake.parsing.cells.choices import parse_role
from accounts.intake.parsing.cells.problem import CellProblem
from accounts.intake.parsing.headers import Columns
from accounts.intake.parsing.rows import read_loan, read_repayment
from accounts.intake.parsing.shapes import LoanRow, Remark, RowContext
from accounts.intake.readers.open import open_table
from accounts.intake.readers.table import RawRow, Table
from accounts.models import ImportFile, Lender
from accounts.models.choices import PartyRole

LOOKED_AT = 50
"""Rows that tell whose file it is, the first of them shown as they were read."""


class Merge(Protocol):
    def take(self, batch: Sequence[ReadRow]) -> None: ...


@dataclass(frozen=True, slots=True)
class Found:
    """What a pass over the file found: counts, and how the file was read."""

    counts: Counts
    encoding: str
    columns: dict[str, Any]
    first_rows: list[list[str]] = field(repr=False)
    figures: dict[str, dict[str, int]] = field(default_factory=dict)
    unusual: list[dict[str, int | str]] = field(default_factory=list)
    needs_second: int = 0
    second_mark: str = ""
    brought: Brought = field(default_factory=Brought)
    held: list[list[str]] = field(default_factory=list, repr=False)


def run(import_file: ImportFile, *, now: datetime, write: bool, hold: bool = False) -> Found:
    """Read the file to its end; with `write` its rows enter, with `hold` those alone that need no
    second person. Raises `FileError`.

    Call inside a transaction: when anything raises, nothing of the file may stay.
    """
    import_file.problems.all().delete()
    import_file.changes.all().delete()
    staging_tables.create()
    tally = Tally(import_file)
    loans = import_file.kind == ImportFile.Kind.LOANS
    with staging_tables.index_probes():
        if loans:
            second = SecondPerson(import_file, hold=hold, lenders=named_by(import_file), now=now)
            found = loans_pass(import_file, tally, second, now=now, write=write)
        else:
            second = SecondPerson(import_file, hold=False, now=now)
            found = repayments_pass(import_file, tally, second, now=now, write=write)
    if write and loans:
        merge_known_loans(now=now)
        people.merge_known_customers()
        consents.merge(import_file, now=now)
        retire_points.retire(now=now)
        change_trail.keep(import_file.pk)
    elif write:
        take_off(now=now)
    return found


def lenders_named_by(import_file: ImportFile) -> list[Lender]:
    """Whom a file may name: the lenders of who brought it; of a command's, all."""
    named = named_by(import_file)
    every = Lender.objects.all()
    return list(every if named is None else every.filter(pk__in=named))


def named_by(import_file: ImportFile) -> set[int] | None:
    """Their ids; None: all."""
    return None if import_file.uploaded_by is None else of(import_file.uploaded_by)


def loans_pass(
    import_file: ImportFile, tally: Tally, second: SecondPerson, *, now: datetime, write: bool
) -> Found:
    lenders = lenders_named_by(import_file)
    context = row_context(lenders, now=now)
    ids = {lender.code: lender.pk for lender in lenders}
    foreign = Foreign(named_by(import_file))
    counting = Counting()
    matching = Matching(import_file)
    with OpenFile(import_file, matching) as file:

        def debtors() -> Iterator[RawRow]:
            for raw in file.table.rows:
                if is_party(raw, file.columns):
                    file.so_far = replace(file.so_far, parties=True)
                else:
                    yield raw

        def read(raw: RawRow) -> ReadRow:
            remarks: list[Remark] = []
            value = read_loan(raw, file.columns, context, remarks)
            prints = fingerprints.of_row(value) if isinstance(value, LoanRow) else None
            return ReadRow(raw.line, raw.cells, value, prints, remarks or ())

        merge = LoanMerge(
            tally,
            lenders=ids,
            foreign=foreign,
            counting=counting,
            now=now,
            write=write,
            moves_waiting=moves_found.waiting_loans(),
            second=second,
        )
        file.feed(debtors(), read, merge, tally)
        found = file.found(tally)
        parties = file.so_far.parties
    if parties:
        with OpenFile(import_file, matching) as file:
            others = (raw for raw in file.table.rows if is_party(raw, file.columns))
            parties_merge = PartyMerge(
                tally, lenders=ids, now=now, write=write, second=second, foreign=foreign
            )
            file.feed(others, read, parties_merge, tally)
        found.columns["remarks"] = tally.remarks()
    second.finish()
    if write:
        moves_found.note(merge.under_another_number, import_file=import_file, now=now)
        moves_found.withdraw(merge.as_before_again, now=now)
    return replace(
        found,
        **_beside_others(import_file, counting, now=now, write=write),
        needs_second=second.count,
        second_mark=second.mark(),
        brought=second.brought,
        held=second.held,
    )


def _beside_others(
    import_file: ImportFile, counting: Counting, *, now: datetime, write: bool
) -> dict[str, Any]:
    """What it changed, and what of that is far from usual."""
    ids = {lender.code: lender.pk for lender in lenders_named_by(import_file)}
    if import_file.by_key_id is None:  # a call is about some loans, never about all there are
        counting.finish(ids, written=write)
        unusual = what_is_unusual(counting.by_lender, import_file, now=now)
    else:
        unusual = call_figures.what_is_unusual(import_file, counting, ids, now=now, written=write)
    figures = {code: figures.as_json() for code, figures in counting.by_lender.items()}
    return {"figures": figures, "unusual": unusual}


def repayments_pass(
    import_file: ImportFile, tally: Tally, second: SecondPerson, *, now: datetime, write: bool
) -> Found:
    context = row_context([], now=now)
    foreign = Foreign(named_by(import_file))
    matching = Matching(import_file)
    with OpenFile(import_file, matching) as file:

        def read(raw: RawRow) -> ReadRow:
            remarks: list[Remark] = []
            value = read_repayment(raw, file.columns, context, remarks)
            return ReadRow(raw.line, raw.cells, value, None, remarks or ())

        merge = RepaymentMerge(tally, now=now, write=write, foreign=foreign)
        file.feed(file.table.rows, read, merge, tally)
        found = file.found(tally)
    counting = Counting()
    if merge.some_go_back:
        with OpenFile(import_file, matching) as file:
            back = ReversalMerge(
                tally,
                now=now,
                write=write,
                counting=counting,
                foreign=foreign,
                ask=second.look_at_reversals,
            )
            file.feed(file.table.rows, read, back, tally)
    return replace(
        found,
        **_beside_others(import_file, counting, now=now, write=False),
        needs_second=second.count,
        second_mark=second.mark(),
    )


@dataclass(frozen=True, slots=True)
class SoFar:
    """What reading found out on the way. `position`: bytes of the file behind it."""

    position: int = 0
    encoding: str = ""
    parties: bool = False


class OpenFile:
    """A stored file opened as a table, its headings matched."""

    def __init__(self, import_file: ImportFile, matching: Matching) -> None:
        self._import_file = import_file
        self._matching = matching
        self._bytes = open_stored(import_file.stored_as)
        try:
            self.table: Table = open_table(
                self._bytes,
                import_file.filename,
                encoding=import_file.chosen_encoding or None,
                known=matching.knows,
                names=list(matching.columns) if import_file.by_key_id else (),
            )
            self._head = list(islice(self.table.rows, LOOKED_AT))
            self.table.rows = chain(self._head, self.table.rows)
            self.columns = matching.match(self.table.headers, self._head)
            self.so_far = SoFar()
        except BaseException:
            self._bytes.close()
            raise

    def __enter__(self) -> "OpenFile":
        return self

    def __exit__(self, *_error: object) -> None:
        self._bytes.close()

    def feed(
        self,
        rows: Iterator[RawRow],
        read: Callable[[RawRow], ReadRow],
        merge: Merge,
        tally: Tally,
    ) -> None:
        # Closed first on the way out: whoever reads ends before the file does.
        with closing(self._batches(in_batches(rows, read))) as batches:
            for batch in batches:
                merge.take(batch)
                progress.report(self._import_file.pk, self._progress(tally.counts.read))

    def _batches(self, batches: Iterator[list[ReadRow]]) -> Generator[list[ReadRow], None, None]:
        if self._import_file.size < reader_process.LEAST_BYTES:
            yield from read_ahead(batches)
            self.so_far = self._look()
        else:
            yield from reader_process.read_apart(batches, self._look, self._heed)

    def _look(self) -> SoFar:
        """By whoever reads, after each batch."""
        return replace(self.so_far, position=self._bytes.tell(), encoding=self.table.encoding)

    def _heed(self, said: SoFar) -> None:
        self.so_far = said

    def found(self, tally: Tally) -> Found:
        table, positions = self.table, self.columns.positions
        columns = {
            "headings": table.headers,
            "positions": dict(positions),
            "matched": {name: table.headers[place] for name, place in positions.items()},
            "ignored": list(self.columns.ignored),
            "kind": table.kind,
            "delimiter": table.delimiter,
            "remarks": tally.remarks(),
            "said_by": self._matching.said_by(self.columns, table.headers),
        }
        return Found(
            tally.counts, self.so_far.encoding, columns, first_rows.as_read(iter(self._head))
        )

    def _progress(self, rows: int) -> progress.Progress:
        total = self._import_file.rows_total
        if total:
            return progress.Progress(rows, rows / total)
        # An Excel file is taken into memory before its first row is read.
        share = self.so_far.position / max(1, self._import_file.size)
        return progress.Progress(rows, share if self.table.kind == "csv" else None)


def is_party(raw: RawRow, columns: Columns) -> bool:
    """A row for a co-debtor or guarantor; a role that cannot be read is a debtor's bad row."""
    place = columns.positions.get("role")
    if place is None or place >= len(raw.cells) or not raw.cells[place].strip():
        return False
    try:
        return parse_role(raw.cells[place]) != PartyRole.DEBTOR
    except CellProblem:
        return False


def row_context(lenders: Sequence[Lender], *, now: datetime) -> RowContext:
    """Codes win over names, should one lender be called as another is coded."""
    names = {lender.name: lender.code for lender in lenders}
    return RowContext(
        lenders={**names, **{lender.code: lender.code for lender in lenders}},
        sandbox=settings.SANDBOX,
        now=now,
        default_zone=settings.TEAM_ZONE,
        default_language=settings.LANGUAGE_CODE,
        lender_zones={lender.code: lender.timezone for lender in lenders},
        lender_hosts={lender.code: frozenset(lender.allowed_hosts) for lender in lenders},
    )

"""Which transactions had ended at a moment, as PostgreSQL says it: `xmin:xmax:in,progress`.

By two of these the sealer knows what is new: rows whose transaction the later one sees and the
earlier one does not. A transaction that began long ago and commits late is new when it commits:
none is missed and none is taken twice.
"""

from __future__ import annotations

from typing import NamedTuple


class Snapshot(NamedTuple):
    """All below `xmin` had ended; none from `xmax` on had; of those between, all but `running`."""

    xmin: int
    xmax: int
    running: tuple[int, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Snapshot:
        """Of what `pg_current_snapshot()` says. Raises ValueError."""
        low, high, running = text.split(":")
        return cls(int(low), int(high), tuple(int(each) for each in running.split(",") if each))

    def __str__(self) -> str:
        return f"{self.xmin}:{self.xmax}:{','.join(map(str, self.running))}"

    def sees(self, tx: int) -> bool:
        """Whether that transaction had ended."""
        return tx < self.xmin or (tx < self.xmax and tx not in self.running)


NOTHING = Snapshot(0, 0)
"""Before the first link: no transaction had ended."""

"""`python -m tests.side_by_side`: the browser tests beside the fault tests.

Both wait more than they work. Each kind has processes of its own, which read only the files that
hold such tests; what the second says is shown when it has ended. No test at all of a kind (no
Chromium, say) is no failure.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

NONE_THERE = 5
PYTEST = [sys.executable, "-m", "pytest"]
HERE = Path(__file__).parent
FAULTS = "pytest.mark.faults"


def main() -> int:
    with tempfile.TemporaryFile("w+") as said:
        faults = subprocess.Popen(
            [*PYTEST, "-n", "2", "-m", "faults", *files_with_faults()],
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            browser = subprocess.call([*PYTEST, "-m", "browser and not faults", "tests/browser"])
            ends = [browser, faults.wait()]
        finally:
            faults.kill()
        said.seek(0)
        sys.stdout.write(said.read())
    return next((end for end in ends if end not in (0, NONE_THERE)), 0)


def files_with_faults() -> list[str]:
    """To read all 1,400 files of tests takes each process half a minute."""
    files = (file for file in HERE.rglob("test_*.py") if FAULTS in file.read_text())
    return sorted(str(file.relative_to(HERE.parent)) for file in files)


if __name__ == "__main__":
    sys.exit(main())

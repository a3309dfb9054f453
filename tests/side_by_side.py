"""`python -m tests.side_by_side`: the browser tests beside the fault tests.

Both wait more than they work. Each kind has processes of its own; what the second says is shown
when it has ended. No test at all of a kind (no Chromium, say) is no failure.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile

NONE_THERE = 5
PYTEST = [sys.executable, "-m", "pytest"]


def main() -> int:
    with tempfile.TemporaryFile("w+") as said:
        faults = subprocess.Popen(
            [*PYTEST, "-n", "2", "-m", "faults"], stdout=said, stderr=subprocess.STDOUT
        )
        try:
            browser = subprocess.call([*PYTEST, "-m", "browser and not faults"])
            ends = [browser, faults.wait()]
        finally:
            faults.kill()
        said.seek(0)
        sys.stdout.write(said.read())
    return next((end for end in ends if end not in (0, NONE_THERE)), 0)


if __name__ == "__main__":
    sys.exit(main())

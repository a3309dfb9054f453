"""One process that is kept alive."""

import subprocess
from collections.abc import Callable
from dataclasses import dataclass

from config.embedded.errors import EmbeddedError

FIRST_DELAY_SECONDS = 0.5
LONGEST_DELAY_SECONDS = 30.0
SETTLED_SECONDS = 30.0  # who lived this long starts over with the short delay


@dataclass
class Service:
    """A named process and the way to start it again; `now` is the monotonic clock's."""

    name: str
    start: Callable[[], subprocess.Popen[bytes]]
    say: Callable[[str], None]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    failures: int = 0
    next_try: float | None = None

    def tend(self, now: float) -> None:
        """Notice that it died; start it when its delay is over."""
        if self.process is not None and self.process.poll() is None:
            return
        if self.next_try is None:
            self.next_try = now if self.process is None else now + self._delay(now)
            if self.process is not None:
                self.say(f"{self.name} ended (code {self.process.returncode}); starting it again.")
        if now >= self.next_try:
            self._try_to_start(now)

    def _delay(self, now: float) -> float:
        self.failures = 0 if now - self.started_at > SETTLED_SECONDS else self.failures
        self.failures += 1
        return min(LONGEST_DELAY_SECONDS, FIRST_DELAY_SECONDS * 2.0 ** (self.failures - 1))

    def _try_to_start(self, now: float) -> None:
        self.started_at = now
        try:
            self.process = self.start()
        except EmbeddedError as error:
            self.say(str(error))
            self.next_try = now + self._delay(now)
        else:
            self.next_try = None

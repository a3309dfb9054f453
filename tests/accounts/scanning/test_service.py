"""A file that is read at once and kept nowhere is refused unless the scanner says it is clean."""

from pathlib import Path
from typing import Any

import pytest

from accounts.errors import Refused
from accounts.scanning import service
from tests import clamd_server
from tests.clamd_server import EICAR


def test_a_clean_one_is_read(settings: Any, tmp_path: Path) -> None:
    with clamd_server.running(tmp_path / "c") as scanner:
        settings.CLAMD = scanner.address
        service.refuse_unless_clean(b"days")
        assert scanner.seen == [b"days"]


@pytest.mark.parametrize("why", ["virus", "down", "too large"])
def test_any_other_is_refused(settings: Any, tmp_path: Path, why: str) -> None:
    with clamd_server.running(tmp_path / "c") as scanner:
        settings.CLAMD = clamd_server.nobody() if why == "down" else scanner.address
        scanner.behaves(most=3 if why == "too large" else 100)
        with pytest.raises(Refused):
            service.refuse_unless_clean(EICAR)


def test_without_a_scanner_nobody_is_asked(settings: Any) -> None:
    settings.CLAMD = ""
    assert service.look([EICAR]) == "none"
    assert not service.answers()

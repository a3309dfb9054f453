"""Which files the browser's and the faults' half of the suite reads."""

from pathlib import Path

from tests import side_by_side

HERE = Path(__file__).parent


def test_every_file_of_the_faults_is_read_and_those_elsewhere_too() -> None:
    files = side_by_side.files_with_faults()
    assert {f"tests/faults/{file.name}" for file in HERE.glob("faults/test_*.py")} <= {*files}
    assert "tests/config/test_run.py" in files


def test_browser_tests_stand_in_their_folder_alone() -> None:
    marked = {f for f in HERE.rglob("test_*.py") if "mark." + "browser" in f.read_text()}
    assert {f.parent for f in marked} <= {HERE / "browser"}

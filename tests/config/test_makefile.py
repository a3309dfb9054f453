"""`make` on a machine that lacks something says what, in one sentence."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.config.embedded_help import REPOSITORY

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")


def make(folder: Path, *, python: str) -> subprocess.CompletedProcess[str]:
    """`make run` in a copy whose Python answers as the shell script `python` does."""
    shutil.copy(REPOSITORY / "Makefile", folder)
    (folder / "requirements.txt").touch()
    script = folder / "python"
    script.write_text(f"#!/bin/sh\n{python}\n")
    script.chmod(0o755)
    return subprocess.run(
        ["make", "run", f"PYTHON={script}"], cwd=folder, capture_output=True, text=True, check=False
    )


def test_a_python_without_the_venv_module_is_told_apart(tmp_path: Path) -> None:
    done = make(tmp_path, python='case "$2" in *ensurepip*) exit 1;; esac')
    assert done.returncode != 0
    assert "no 'venv' module. On Debian or Ubuntu: apt install python3-venv" in done.stdout


def test_a_python_too_old_is_told_apart(tmp_path: Path) -> None:
    done = make(tmp_path, python='case "$2" in *version_info*) exit 1;; esac')
    assert done.returncode != 0
    assert "Python 3.11 or newer is needed" in done.stdout


def test_help_lists_the_targets_of_the_design() -> None:
    said = subprocess.run(
        ["make", "help"], cwd=REPOSITORY, capture_output=True, text=True, check=True
    ).stdout
    for target in ("run", "test", "lint", "bench"):
        assert f"make {target} " in said

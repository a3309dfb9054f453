"""Translations are compiled without gettext, and only when they changed."""

import gettext
import os
from pathlib import Path

from config.catalogue import compile_catalogues

CHINESE = """\
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "hold"
msgstr "暂缓"
"""


def a_catalogue(repository: Path) -> Path:
    source = repository / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(CHINESE)
    return source


def test_a_catalogue_is_compiled(tmp_path: Path) -> None:
    a_catalogue(tmp_path)
    simplified, traditional = compile_catalogues(tmp_path)
    for compiled, said in ((simplified, "暂缓"), (traditional, "暫緩")):
        with compiled.open("rb") as file:
            assert gettext.GNUTranslations(file).gettext("hold") == said


def test_a_fresh_one_is_left_alone_and_a_changed_one_is_not(tmp_path: Path) -> None:
    source = a_catalogue(tmp_path)
    compile_catalogues(tmp_path)
    assert compile_catalogues(tmp_path) == []
    later = source.stat().st_mtime + 10
    os.utime(source, (later, later))
    assert source.with_suffix(".mo") in compile_catalogues(tmp_path)

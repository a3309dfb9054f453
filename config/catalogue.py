"""Compiling the translations with Babel, so that a machine needs no gettext tools."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

REPOSITORY = Path(__file__).resolve().parent.parent


def compile_catalogues(repository: Path = REPOSITORY) -> list[Path]:
    """Compile every `locale/*/LC_MESSAGES/*.po` newer than its `.mo`; the files written."""
    sources = sorted(repository.glob("locale/*/LC_MESSAGES/*.po"))
    return [_compiled(source) for source in sources if not _is_fresh(source)]


def _is_fresh(source: Path) -> bool:
    target = source.with_suffix(".mo")
    return target.exists() and target.stat().st_mtime >= source.stat().st_mtime


def _compiled(source: Path) -> Path:
    """Written beside and renamed: a reader sees the old catalogue or the new one, never half."""
    draft = source.with_suffix(".mo.draft")
    language = source.parent.parent.name
    with source.open("rb") as read, draft.open("wb") as write:
        write_mo(write, read_po(read, locale=language, abort_invalid=True))
    return draft.rename(source.with_suffix(".mo"))


if __name__ == "__main__":
    compile_catalogues()

"""Compiling the translations with Babel, so that a machine needs no gettext tools.

Traditional Chinese has no catalogue of its own: it is made of the Simplified one, for the pages of
customers (feedback.pages.languages). One wording to keep, and no sentence in two scripts.
"""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

REPOSITORY = Path(__file__).resolve().parent.parent


SIMPLIFIED, TRADITIONAL = "zh_Hans", "zh_Hant"


def compile_catalogues(repository: Path = REPOSITORY) -> list[Path]:
    """Compile every `locale/*/LC_MESSAGES/*.po` newer than its `.mo`; the files written."""
    wanted = [
        (source, target)
        for source in sorted(repository.glob("locale/*/LC_MESSAGES/*.po"))
        for target in _targets(source)
    ]
    return [_compiled(source, target) for source, target in wanted if not _is_fresh(source, target)]


def _targets(source: Path) -> list[Path]:
    """What is made of a catalogue."""
    own = source.with_suffix(".mo")
    if source.parent.parent.name != SIMPLIFIED:
        return [own]
    return [own, source.parents[2] / TRADITIONAL / "LC_MESSAGES" / own.name]


def _is_fresh(source: Path, target: Path) -> bool:
    return target.exists() and target.stat().st_mtime >= source.stat().st_mtime


def _compiled(source: Path, target: Path) -> Path:
    """Written beside and renamed: a reader sees the old catalogue or the new one, never half."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".mo.draft")
    language = source.parent.parent.name
    with source.open("rb") as read:
        catalogue = read_po(read, locale=language, abort_invalid=True)
    if target.parent.parent.name == TRADITIONAL:
        _convert(catalogue)
    with draft.open("wb") as write:
        write_mo(write, catalogue)
    return draft.rename(target)


def _convert(catalogue: Catalog) -> None:
    """In Traditional characters. What stands in %(…)s or {…} is ASCII and stays."""
    from messaging.authoring.traditional import propose

    for message in catalogue:
        said = message.string
        if message.id and said:
            message.string = propose(said) if isinstance(said, str) else tuple(map(propose, said))


if __name__ == "__main__":
    compile_catalogues()

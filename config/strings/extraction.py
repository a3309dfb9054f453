"""Which texts the screens can show: ours from the source, and our packages' that lack Chinese.

`python -m config.strings` brings `vendor_strings.py` and the catalogue up to date and lists
what still has to be translated. Over each entry stand the files that show it.

Not by `makemessages`: it does not look into packages, so a reader of ours is needed for theirs,
and over our own files that reader finds the same texts (3,372 of 3,372) without gettext's tools.
"""

import ast
import re
import warnings
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

import crispy_forms
import django
import unfold
import yaml
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from config.strings.said_better import SAID_BETTER

HEADER = r"""# The words are those of docs/glossary.md. After a text was added or changed, run
# `python -m config.strings`: it brings the entries up to date and lists the untranslated ones.
msgid ""
msgstr ""
"Project-Id-Version: huancui\n"
"Language: zh_Hans\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=1; plural=0;\n"

"""

REPOSITORY = Path(__file__).resolve().parents[2]
CATALOGUE = REPOSITORY / "locale/zh_Hans/LC_MESSAGES/django.po"
OTHER_STRINGS = REPOSITORY / "config/strings/vendor_strings.py"
PROFILES = REPOSITORY / "messaging/policy/profiles"
ROOMS = ("accounts", "config", "feedback", "messaging", "templates")

DJANGO = Path(django.__file__).parent
UNFOLD = Path(unfold.__file__).parent
# What of our packages a person can meet here; Unfold's other extras serve apps we do not install.
VENDOR_FOLDERS = (
    *(UNFOLD / part for part in ("mixins", "templates", "templatetags")),
    *(UNFOLD / "contrib" / part for part in ("filters", "forms", "inlines")),
    Path(crispy_forms.__file__).parent,
    *(DJANGO / part for part in ("core", "forms", "db", "views", "utils")),
    *(DJANGO / "contrib" / part for part in ("admin", "auth", "messages", "postgres")),
)
LEFT_OUT = {"migrations", "gis"}
# Said to programmers and on the command line of Django, not on our screens.
VENDOR_LEFT_OUT = LEFT_OUT | {"management", "tests", "checks.py"}

# Those of Django's Chinese catalogues that this product loads.
DJANGO_CATALOGUES = (
    "conf",
    *(f"contrib/{app}" for app in ("admin", "auth", "contenttypes", "postgres")),
)
# The positions of context, singular and plural among the arguments, as Babel writes them.
Positions = tuple[int | tuple[int, str], ...]
KEYWORDS: dict[str, Positions] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), (1,)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}


def own_strings(repository: Path = REPOSITORY) -> Catalog:
    """Every text marked for translation in our code and templates."""
    return strings_in(_files_in(repository / room for room in ROOMS))


def vendor_strings() -> Catalog:
    """Every text of Unfold, crispy-forms and Django for which Django ships no good Chinese."""
    found = strings_in([*sorted(UNFOLD.glob("*.py")), *_files_in(VENDOR_FOLDERS, VENDOR_LEFT_OUT)])
    for folder in DJANGO_CATALOGUES:
        for message in _read(DJANGO / folder / "locale/zh_Hans/LC_MESSAGES/django.po"):
            if message.id and message.string and not message.fuzzy:
                found.delete(message.id, message.context)
    for text in SAID_BETTER:
        found.add(text)
    return found


def other_strings() -> Catalog:
    """What is shown without standing in our code: the packages' texts, the profiles' sources."""
    found = vendor_strings()
    for profile in sorted(PROFILES.glob("*.yaml")):
        for source in _sources(yaml.safe_load(profile.read_text(encoding="utf-8"))):
            found.add(source)
    return found


def untranslated(catalogue: Catalog) -> list[Message]:
    """The entries a person would see in English."""
    return [m for m in catalogue if m.id and (m.fuzzy or not all(texts(m.string)))]


def texts(entry: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """The forms of a message's id or string: one, or one for each plural."""
    return tuple(entry) if isinstance(entry, tuple | list) else (entry or "",)


def read_catalogue() -> Catalog:
    """The Chinese catalogue as it is in the repository."""
    return _read(CATALOGUE)


def update() -> list[Message]:
    """Rewrite `vendor_strings.py` and the catalogue from the source; what is untranslated."""
    OTHER_STRINGS.write_text(_as_module(other_strings()), encoding="utf-8")
    catalogue = read_catalogue()
    catalogue.update(own_strings(), no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    written = BytesIO()
    write_po(written, catalogue, omit_header=True, include_lineno=False, sort_output=True, width=0)
    CATALOGUE.write_bytes(HEADER.encode() + written.getvalue().strip() + b"\n")
    return untranslated(catalogue)


def _files_in(folders: Iterable[Path], left_out: set[str] = LEFT_OUT) -> Iterator[Path]:
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            inside = {*file.relative_to(folder).parts}
            if file.suffix in {".py", ".html", ".txt"} and not inside & left_out:
                yield file


def strings_in(files: Iterable[Path]) -> Catalog:
    """Every text marked for translation in these files."""
    found = Catalog()
    for file in files:
        source = file.read_text(encoding="utf-8")
        place = str(file.relative_to(REPOSITORY)) if file.is_relative_to(REPOSITORY) else file.name
        for text, context in _in_python(source) if file.suffix == ".py" else _in_template(source):
            found.add(text, context=context, locations=[(place, 0)])
    return found


def _in_python(source: str) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", None))
        if name in KEYWORDS and (found := _arguments(node.args, KEYWORDS[name])):
            yield found


def _arguments(
    values: list[ast.expr], positions: Positions
) -> tuple[str | tuple[str, ...], str | None] | None:
    context, ids = None, []
    for position in positions:
        place = position if isinstance(position, int) else position[0]
        value = values[place - 1] if place <= len(values) else None
        if not (isinstance(value, ast.Constant) and isinstance(value.value, str)):
            return None
        if isinstance(position, int):
            ids.append(value.value)
        else:
            context = value.value
    return (ids[0] if len(ids) == 1 else tuple(ids)), context


def _in_template(source: str) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """By Django's own reading of a template as Python calls amid blanked-out text."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        calls = "\n".join(line.strip() for line in templatize(source).splitlines())
    for _line, text, _comments, context in extract(
        "python", BytesIO(calls.encode()), keywords=KEYWORDS
    ):
        yield text, context


def _sources(part: object) -> Iterator[str]:
    """What a profile names as the source of each figure, wherever it stands."""
    if isinstance(part, dict):
        if isinstance(part.get("source"), str):
            yield part["source"]
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from _sources(inner)


def _read(file: Path) -> Catalog:
    with file.open("rb") as source:
        return read_po(source, locale="zh_Hans")


def _as_module(strings: Catalog) -> str:
    lines = sorted(f"    {_as_call(message)},\n" for message in strings if message.id)
    used = sorted({re.split(r"\W+", line.strip())[0] for line in lines})
    return f'''"""Shown without standing in our code: what Unfold, crispy-forms and Django have no
Chinese for, and the sources that the shipped profiles name.

Written by `python -m config.strings`; run it again after upgrading or changing one of them.
"""

# ruff: noqa: E501
from django.utils.translation import {", ".join(used)}

# fmt: off
OTHER_STRINGS = [
{"".join(lines)}]
'''


def _as_call(message: Message) -> str:
    ids = [_quoted(text) for text in texts(message.id)]
    if len(ids) > 1:
        return f"ngettext_lazy({ids[0]}, {ids[1]}, 1)"
    if message.context:
        return f"pgettext_lazy({_quoted(message.context)}, {ids[0]})"
    return f"gettext_noop({ids[0]})"


def _quoted(text: str) -> str:
    """In double quotes unless the text has some itself."""
    written = repr(text)
    return written if written[0] == '"' or '"' in written else f'"{written[1:-1]}"'

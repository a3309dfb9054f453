"""YAML for people and repositories: long texts as blocks, nothing but plain data when reading."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import yaml
from django.utils.translation import gettext as _, gettext_lazy

from messaging.interchange.entries import FileRefused

MAX_BYTES = 2_000_000
WIDE = 10**6
"""Lines are not folded: a text stands in one piece and a change of it is one line in a diff."""


_OTHER_BREAKS = frozenset("\r\x85\u2028\u2029")
"""YAML would read them as plain line ends outside of double quotes."""


class _Writer(yaml.SafeDumper):
    pass


def _text(writer: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = '"' if _OTHER_BREAKS & set(value) else "|" if "\n" in value else None
    return writer.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Writer.add_representer(str, _text)


class _Reader(yaml.SafeLoader):
    """Without aliases (a small file could mean an endless one) and without a key given twice."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem=_("aliases are not read"), problem_mark=mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        keys = [self.construct_object(key, deep=True) for key, _value in node.value]
        for place, key in enumerate(keys):
            if key in keys[:place]:
                raise yaml.MarkedYAMLError(
                    problem=_("“%(key)s” is given twice") % {"key": key},
                    problem_mark=node.value[place][0].start_mark,
                )
        return super().construct_mapping(node, deep=deep)


def dump(data: Any) -> str:
    """Data as YAML, in the order given."""
    return yaml.dump(data, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=WIDE)


_SHAPE = gettext_lazy(
    "look at this line and the one before: brackets and quotes in pairs, a blank after each colon, "
    "the same indent as its neighbours"
)
_AMISS: Mapping[type[yaml.MarkedYAMLError], Any] = defaultdict(
    lambda: _SHAPE,
    {
        yaml.constructor.ConstructorError: gettext_lazy("only text, numbers, lists and tables"),
        yaml.composer.ComposerError: gettext_lazy("a name is used that is not defined"),
    },
)


def load(text: str) -> Any:
    """Plain data; FileRefused with the line when it is no YAML, or more than plain data."""
    if len(text.encode(errors="replace")) > MAX_BYTES:
        raise FileRefused.whole(_("The file is larger than 2 MB."))
    try:
        return yaml.load(text, Loader=_Reader)  # noqa: S506  (a SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        # What is ours to say is translated; the library's own words are English.
        reason = error.problem if type(error) is yaml.MarkedYAMLError else _AMISS[type(error)]
        raise FileRefused.whole(
            _("Line %(line)s is no YAML we read: %(reason)s.") % {"line": line, "reason": reason}
        ) from error
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise FileRefused.whole(
            _("The file is no YAML we read: %(reason)s.") % {"reason": reason}
        ) from error

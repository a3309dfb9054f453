"""Writes docs/rules.md: law → figure → code → test, for every figure of the shipped profiles and
every reason a text does not leave for. Read from profiles and sources: `make rules`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from scripts.read_sources import Named, given_by, read_by, where_said

TOP = Path(__file__).parent.parent
DOCUMENT = TOP / "docs" / "rules.md"
MOST_TESTS = 6
HEAD = """# Rules: law, figure, code, test

Written by `make rules` from the shipped profiles and the sources; do not edit. A lender's policy
begins as one of these profiles and may only be stricter, except where a figure is its own affair
([architecture.md](architecture.md)); which policy a text left under is kept with it.

**Status** of a source: {origins}.

规则、数值、代码、测试的对照表，由 `make rules` 从内置合规规则与源码生成。
来源状态：V 见过官方或服务商原文；V2 二手资料；M 常识，未核实；P 我们自己的主张，不是法条。

"""


def document() -> str:
    """The whole text. Needs Django for what screens call the figures and reasons."""
    from django.utils import translation

    with translation.override("en"):
        return HEAD.format(origins=_origins()) + "\n".join([*_figures(), *_caps(), *_reasons()])


def _origins() -> str:
    from messaging.policy.parts import ORIGINS

    return " · ".join(f"**{code}** {meaning}" for code, meaning in ORIGINS.items())


def _figures() -> Iterator[str]:
    from messaging.admin.policies.table import LABELS
    from messaging.policy import profiles
    from messaging.policy.document import write_policy
    from messaging.policy.fields import FIELDS

    loaded = {name: profiles.load(name) for name in profiles.NAMES}
    written = {name: write_policy(policy) for name, policy in loaded.items()}
    for name in FIELDS:
        yield f"## {LABELS[name]} (`{name}`)\n"
        yield from _held(read_by(name), where_said(name))
        yield "| profile | figure | source | status |\n|---|---|---|---|"
        for profile, policy in loaded.items():
            origin = policy.origin(name)
            figure = _shown(written[profile][name]["value"])
            yield f"| {profile} | {figure} | {_cell(origin.source)} | {origin.status} |"
        yield ""


def _caps() -> Iterator[str]:
    from messaging.policy import profiles

    yield "## Contacts, at most (`caps`)\n"
    yield from _held(read_by("caps"), where_said("caps"))
    yield "| profile | for one | on | counted | at most | in | source | status |"
    yield "|---|---|---|---|---|---|---|---|"
    for profile in profiles.NAMES:
        for cap in profiles.load(profile).caps:
            span = f"{cap.hours} h" if cap.hours else "a local day"
            told = [cap.scope, *map(", ".join, (cap.channels, cap.counts)), str(cap.limit), span]
            told += [_cell(cap.origin.source), cap.origin.status]
            yield f"| {profile} | {' | '.join(told)} |"
    yield ""


def _reasons() -> Iterator[str]:
    from messaging.admin.settling.table import NOTHING_TO_SETTLE
    from messaging.labels import REASONS
    from messaging.policy import reasons

    yield "## Why a text does not leave\n"
    yield "| reason | on screen | said by | tests |\n|---|---|---|---|"
    names = {code: name for name, code in vars(reasons).items() if isinstance(code, str)}
    for code in sorted(reasons.ALL_REASONS - NOTHING_TO_SETTLE):
        by_kind = ["BY_HOLD_KIND"] if code in reasons.BY_HOLD_KIND.values() else []
        said = _listed(given_by(names[code], *by_kind))
        tests = _listed(where_said(code, names[code], *by_kind))
        yield f"| `{code}` | {REASONS[code]} | {said} | {tests} |"
    yield ""


def _held(code: list[Named], tests: list[Named]) -> Iterator[str]:
    yield f"Read by {_listed(code)}.\n"
    yield f"Tests: {_listed(tests)}.\n"


def _listed(found: Iterable[Named]) -> str:
    shown = [f"`{each}`" for each in found]
    more = len(shown) - MOST_TESTS
    return ", ".join(shown[:MOST_TESTS]) + (f" and {more} more" if more > 0 else "")


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        parts = groupby(value.items(), key=lambda each: _shown(each[1]))
        return "; ".join(f"{_span([key for key, _ in some])}: {said}" for said, some in parts)
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    return "–" if value is None else _cell(str(value))


def _span(keys: list[str]) -> str:
    return keys[0] if len(keys) == 1 else f"{keys[0]} to {keys[-1]}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("HUANCUI_MODE", "sandbox")
    django.setup()
    DOCUMENT.write_text(document(), encoding="utf-8")

"""The table of ratios."""

from __future__ import annotations

from typing import Any

HEAD = ("work", "rows", "seconds", "rows/s", "× floor", "at most", "× pattern")
WIDTHS = (34, 11, 10, 10, 9, 9, 10)


def table(found: dict[str, Any]) -> str:
    """As it is printed; what was measured on comes first."""
    lines = [f"{name}: {value}" for name, value in found["machine"].items()]
    lines += ["", _line(HEAD)]
    for part, measures in found["parts"].items():
        lines.append(f"— {part}")
        for each in measures:
            lines.append(_line(_cells(each)) + f"  {each['floor']}")
            if each["facts"]:
                lines.append(
                    "    " + " · ".join(f"{k} {_fact(v)}" for k, v in each["facts"].items())
                )
    return "\n".join(lines)


def _cells(each: dict[str, Any]) -> tuple[str, ...]:
    at_least = each["at_least"]
    return (
        each["name"],
        f"{each['rows']:,}",
        f"{each['seconds']:.2f}",
        f"{each['rate']:,.0f}",
        _ratio(each["ratio"]),
        _ratio(each["at_most"]) if at_least is None else f"≥ {at_least:,}/s",
        _ratio(each["faster"]),
    )


def _line(cells: tuple[str, ...]) -> str:
    first, *rest = cells
    return first.ljust(WIDTHS[0]) + "".join(
        cell.rjust(width) for cell, width in zip(rest, WIDTHS[1:], strict=True)
    )


def _ratio(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _fact(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)

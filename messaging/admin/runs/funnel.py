"""The rows of a funnel, each with its list and with the last run beside it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from messaging.admin.settling.links import Advice, advice
from messaging.labels import reason
from messaging.models import Run


@dataclass(frozen=True, slots=True)
class FunnelRow:
    """`kind` is due, minus or to_send; `last` is the last run's count, None without one."""

    kind: str
    label: str
    count: int
    url: str
    last: int | None
    advice: Advice | None = None

    @property
    def change(self) -> int | None:
        return None if self.last is None else self.count - self.last


def funnel_rows(run: Run, last: Run | None, *, user: Any) -> list[FunnelRow]:
    """Due, less each reason, is what is to be sent; reasons of the last run only are named too."""
    if not run.funnel:
        return []
    here, there = _minus(run.funnel), _minus(last.funnel) if last else {}
    minus = [
        FunnelRow(
            "minus",
            reason(code),
            here.get(code, 0),
            _list(run, to_send=0, reason=code),
            there.get(code, 0) if last else None,
            advice(code, user=user, instead=_list(run, to_send=0, reason=code)),
        )
        for code in {**here, **there}
    ]
    was = last.funnel if last else {}
    return [
        FunnelRow("due", _("Customers due"), run.funnel["due"], _list(run), was.get("due")),
        *minus,
        FunnelRow(
            "to_send",
            _("To send"),
            run.funnel["to_send"],
            _list(run, to_send=1),
            was.get("to_send"),
        ),
    ]


def _minus(funnel: dict[str, Any]) -> dict[str, int]:
    return {step["reason"]: step["count"] for step in funnel.get("minus", [])}


def _list(run: Run, **filters: Any) -> str:
    url = reverse("admin:run_candidates", args=[run.pk])
    return f"{url}?{urlencode(filters)}" if filters else url

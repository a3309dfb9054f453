"""The hour that was drawn for a text, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from messaging.models import HourDraw


def sentence(drawn: HourDraw) -> str:
    """Which hour, with which share, and the shares of the others that were possible."""
    others = [
        f"{_clock(hour)} {_share(share)}"
        for hour, share in zip(drawn.hours, drawn.shares, strict=True)
        if hour != drawn.hour
    ]
    if drawn.named:
        return _("%(hour)s, of the hours that the trial's arm or the strategy's cell names") % {
            "hour": f"{_clock(drawn.hour)}–{_clock(drawn.hour + 1)}"
        }
    return _("%(hour)s, drawn with a share of %(share)s; possible too: %(others)s") % {
        "hour": f"{_clock(drawn.hour)}–{_clock(drawn.hour + 1)}",
        "share": _share(drawn.share),
        "others": ", ".join(others),
    }


def _clock(hour: int) -> str:
    return f"{hour}:00"


def _share(share: float) -> str:
    return f"{share * 100:.1f} %"

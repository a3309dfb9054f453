"""Pages and acts, by a part of their title or of what they are for, in the person's language or in
English."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import translation

from config.staff.finding.found import MOST, Found
from config.staff.places.acts import ACTS
from config.staff.places.catalogue import every, is_open
from config.staff.places.kinds import Place


def pages(user: Any, typed: str) -> list[Found]:
    return _among(every(), user, typed)


def acts(user: Any, typed: str) -> list[Found]:
    return _among(ACTS, user, typed)


def line(place: Place) -> Found:
    return Found(place.title, place.told, place.icon, reverse(f"admin:{place.name}"))


def _among(places: Iterable[Place], user: Any, typed: str) -> list[Found]:
    """Those with it in their title first."""
    titled, told = [], []
    for place in places:
        if not is_open(place, user):
            continue
        if _holds(place.title, typed):
            titled.append(line(place))
        elif _holds(place.told, typed):
            told.append(line(place))
    return [*titled, *told][:MOST]


def _holds(text: Any, typed: str) -> bool:
    with translation.override("en"):
        english = str(text)
    return typed.casefold() in str(text).casefold() or typed.casefold() in english.casefold()

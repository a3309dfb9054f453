"""A place of the staff site, and a group of them."""

from typing import Any, NamedTuple


class Place(NamedTuple):
    """`name`: of its URL, without "admin:". `told`: what one does there, in a few words."""

    name: str
    title: Any
    told: Any
    icon: str
    permission: str


class Group(NamedTuple):
    title: Any
    places: tuple[Place, ...]

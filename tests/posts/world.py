"""The sample that all of these tests share, made once, and people who ask for pages of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.cookies import SimpleCookie
from typing import Any

from django.db import transaction
from django.test import Client

from accounts.models import Lender, TrainingCourse, User
from accounts.signin import stepping_up
from tests import make, make_of_everything
from tests.posts import addresses, changes, waiting
from tests.posts.addresses import Address


class Person:
    """Who asks, each time with the cookies of a fresh sign-in; what was done is undone."""

    def __init__(self, user: User | None, **how: Any) -> None:
        self.user = user
        self.client = Client(raise_request_exception=False, **how)
        if user is not None:
            self.client.force_login(user)
        self._cookies = self.client.cookies.output(header="", sep=";")

    def asks(self, method: str, path: str, said: Any = None, **more: Any) -> tuple[Any, set[str]]:
        """The answer, and the tables that were changed."""
        ask = getattr(self.client, method)

        def asked() -> Any:
            self.client.cookies = SimpleCookie(self._cookies)
            return ask(path, said, **more) if said else ask(path, **more)

        return changes.of(asked)

    def posts(self, path: str, said: Any = None) -> tuple[Any, set[str]]:
        return self.asks("post", path, said)


class World:
    """`may_all`: does everything, with all lenders; `foreign`: with another lender's people only.
    `takes`: the pages that do something with a POST; `asking`: those that ask first who it is, and
    what they wrote before."""

    def __init__(self, now: datetime, *, pages: bool) -> None:
        make_of_everything.everything(now)
        if not pages:
            return
        lender = Lender.objects.earliest("pk")
        waiting.make_all(lender, now)
        self.now = now
        self.asking: dict[str, set[str]] = {}
        self.may_all = Person(_of_everything("may-all", None))
        self.foreign = Person(_of_everything("foreign", make.lender()))
        self.pages = addresses.every_page()
        self.takes: list[Address] = []
        with addresses.watched() as looked, _nobody_was_asked_lately():
            for each in self.pages:
                if is_screen(each.name):
                    continue
                looked.clear()
                answer, wrote = self.may_all.posts(each.path, SAID.get(each.name))
                if not answer.streaming and b'id="step-up"' in answer.content:
                    self.asking[each.name] = wrote
                if answer.status_code == NO_SUCH_METHOD:
                    continue
                if any(looked) or wrote or self._only_post(each, answer):
                    self.takes.append(each)

    def _only_post(self, page: Address, posted: Any) -> bool:
        if posted.status_code == SHOWN:
            return False
        return bool(self.may_all.asks("get", page.path)[0].status_code == NO_SUCH_METHOD)


def is_screen(name: str) -> bool:
    """Whether it is Django's own page of a table."""
    app, _, rest = name.partition("_")
    return app in ("accounts", "messaging", "feedback") and rest.endswith(OF_SCREENS)


SHOWN = 200
SAID = {"approval_step": {"step": "approve"}}


@contextmanager
def _nobody_was_asked_lately() -> Iterator[None]:
    lasts, stepping_up.LASTS = stepping_up.LASTS, timedelta(0)
    try:
        yield
    finally:
        stepping_up.LASTS = lasts


NO_SUCH_METHOD = 405
OF_SCREENS = ("_add", "_change", "_delete", "_history", "_changelist")


def lender_code() -> str:
    """In the addresses of customers' pages."""
    return Lender.objects.earliest("pk").code


def _of_everything(name: str, lender: Lender | None) -> User:
    user = User.objects.create(username=name, is_staff=True, is_superuser=True)
    make.give_lender(user, lender)
    course = TrainingCourse.objects.get(code="review")
    make.give_training(user, course, make.TRAINED)
    return user


@contextmanager
def made(now: datetime, *, pages: bool = True) -> Iterator[World]:
    """Inside one transaction, which is undone. Without `pages` nobody has looked at the site."""
    around: Any = transaction.atomic()
    around._from_testcase = True
    with around:
        yield World(now, pages=pages)
        transaction.set_rollback(True)

"""python -m tests.fuzz [requests] [seed]: on a database of its own, with the sample in it."""

from __future__ import annotations

import logging
import os
import random
import sys
from collections import Counter
from http.cookies import SimpleCookie

import django

from config.database_roles import process

os.environ.setdefault("HUANCUI_MODE", "sandbox")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
process.kind = "owner"  # it makes the database
django.setup()

from django.conf import settings  # noqa: E402 - after the set-up
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment, teardown_test_environment  # noqa: E402

from accounts.models import User  # noqa: E402
from accounts.models.choices import Role  # noqa: E402
from config.sample.load import load  # noqa: E402
from tests import make  # noqa: E402
from tests.fuzz import addresses, bodies, judging  # noqa: E402

WANTED = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else 1
ANEW_AFTER = 300
"""Requests until everybody signs in again: far fewer than are made in twenty idle minutes."""
MOST_SIGNED_OUT = 0.1


def main() -> int:
    dice = random.Random(SEED)
    everywhere, ids = addresses.every_address(), addresses.ids()
    people: list[Role | None] = [None, *Role]
    staff = {who: make.staff(who, username=f"fuzz-{who}") for who in Role}
    desks = {who: Client(raise_request_exception=False) for who in people}
    cookies: dict[Role | None, str] = {}
    answers: Counter[int] = Counter()
    signed_out: Counter[bool] = Counter()
    wrongs: list[str] = []
    for number in range(WANTED):
        if number % ANEW_AFTER == 0:  # what a request did is undone, and so is its sign of life
            cookies = {who: _signed_in(desk, staff.get(who)) for who, desk in desks.items()}
        address, who, method = (
            dice.choice(everywhere),
            dice.choice(people),
            dice.choice(bodies.METHODS),
        )
        path = address.path(dice, ids)
        desks[who].cookies = SimpleCookie(cookies[who])  # one that signed out is back
        sent = bodies.body(dice) if method in ("POST", "PUT", "PATCH") else {}
        try:
            with transaction.atomic():
                answer = desks[who].generic(
                    method,
                    path,
                    query_params=bodies.query(dice),
                    REMOTE_ADDR=_network(dice),
                    **sent,
                )
                status = answer.status_code
                transaction.set_rollback(True)
        except Exception as error:
            wrongs.append(
                f"raised {type(error).__name__}: {error!s:.200} | {who} {method} {path:.120}"
            )
            continue
        answers[status] += 1
        if who is not None and address.staff:
            signed_out["/login/" in answer.headers.get("Location", "")] += 1
        if raised := getattr(answer, "exc_info", None):
            sent = {"raised": repr(raised[1])[:200], **sent}
        if found := judging.wrong(address, who, method, status):
            wrongs.append(f"{found} {status} | {who} {method} {path:.120} {sent!s:.300}")
    print(f"{WANTED:,} requests at {len(everywhere)} addresses by {len(people)} kinds of people")
    print(", ".join(f"{status}: {count:,}" for status, count in sorted(answers.items())))
    share = signed_out[True] / max(1, signed_out.total())
    print(f"{share:.1%} of the staff's requests for staff pages led to the sign-in")
    if share > MOST_SIGNED_OUT:
        wrongs.append("the logins were signed out: their requests prove little")
    print(f"{len(wrongs)} wrong")
    for line in wrongs[:60]:
        print(" ", line)
    return bool(wrongs)


def _signed_in(desk: Client, user: User | None) -> str:
    """The cookies of a new session; of a visitor, none."""
    desk.cookies = SimpleCookie()
    if user is not None:
        desk.force_login(user)
    return str(desk.cookies.output(header="", sep=";"))


def _network(dice: random.Random) -> str:
    return f"203.0.{dice.randrange(256)}.{dice.randrange(1, 255)}"


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    setup_test_environment()
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_AUTOREFRESH = True
    name = settings.DATABASES["default"]["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        load(say=lambda _: None)
        code = main()
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
        teardown_test_environment()
    sys.exit(code)

"""Hundreds of replies a second while a run is being sent: none lost, every opt-out honoured.

By default small. REPLY_LOAD=full is 500 a second for 20 seconds, REPLY_LOAD=500x20x1 the same with
one reply a call (per second, seconds, most of a call). The figures are in the summary at the end.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest

from messaging.gateways.webhooks.token import token_of
from messaging.models import Gateway, InboundRequest, Reply, Suppression
from messaging.replies import reading
from tests.config.embedded_help import REPOSITORY
from tests.faults import judge, people
from tests.faults.people import Person
from tests.faults.world import World
from tests.gateway_server import journal
from tests.gateway_server.handle import SECRET_VARIABLE, TEST_SECRET

pytestmark = pytest.mark.faults

SIZES = {"small": "50x4x20", "full": "500x20x20"}
STOPPING = ("TD", "退订", "T", "不要再发短信了，退订")
GOING_ON = (
    *("好的", "收到，谢谢", "在开会，晚点说", "明天还", "周五发工资了一定还", "已经还了"),
    *("我要投诉你们", "失业了，能不能分期", "这笔钱我没借过", "？"),
)
CONNECTIONS = 16
MORE_THAN_WRITE = 1.2


@dataclass(frozen=True)
class Size:
    """`call`: a call brings from one to that many replies."""

    per_second: int
    seconds: int
    call: int

    @property
    def replies(self) -> int:
        return self.per_second * self.seconds


def wanted() -> Size:
    said = os.environ.get("REPLY_LOAD", "small")
    return Size(*(int(part) for part in SIZES.get(said, said).split("x")))


def test_every_reply_is_kept_and_every_opt_out_honoured_while_a_run_is_sent(
    it: World, figures: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SECRET_VARIABLE, TEST_SECRET)
    size, random = wanted(), Random(5)
    crowd = people.crowd(int(size.replies * MORE_THAN_WRITE), now=it.clock.now())
    rate = max(40, size.per_second // 2)
    it.gateway("own", rate=rate)
    it.gateway("cloud", rate=rate, settings={"webhooks": "aliyun"})
    pages = it.pages(workers=2)
    webhooks = {
        "own": {"url": f"{pages}/gateways/own/replies/", "shape": "own"},
        "cloud": {"url": _cloud_url(pages), "shape": "aliyun"},
    }
    it.gateways["own"].knows_doors(
        f"{pages}/gateways/own/receipts/", webhooks["own"]["url"], {"delay": [0.1, 2.0]}
    )
    replies = _replies(random.sample(crowd.people, size.replies), random)
    plan = {
        "secret": TEST_SECRET,
        "connections": CONNECTIONS,
        "webhooks": {
            code: {**d, "log": str(it.gateways[code].log)} for code, d in webhooks.items()
        },
        "calls": list(_calls(replies, size, random)),
    }
    it.team(workers=1, children=2, as_the_product=True)
    it.waits(lambda: _handed_over(it) > rate, for_what="the run is being sent")
    _warm(webhooks["own"]["url"])
    cpu_before = _cpu_seconds(it)
    _bring(plan, it.home / "plan.json")
    cpu = {name: used - cpu_before[name] for name, used in _cpu_seconds(it).items()}

    brought = _brought(it)
    first, last = min(r["at"] for r in brought), max(r["answered_at"] for r in brought)
    meanwhile = sum(first < line.at < last for g in it.gateways.values() for line in g.lines())
    figures += _figures(brought, size, calls=len(plan["calls"]), meanwhile=meanwhile)
    figures.append(", ".join(f"{name}: {used:.1f} s of CPU" for name, used in cpu.items()))
    assert {r["ref"] for r in brought if r["status"] == 200} == {r["ref"] for r in replies}
    assert {r["status"] for r in brought} <= {200, 503, 0}
    assert meanwhile > 0

    # Every opt-out is in force, and nobody else's number is stopped.
    stopped = {p.address_hash for p in crowd.people if p.address in _who(replies, stops=True)}
    suppressed = Suppression.objects.filter(lifted_at=None)
    assert {bytes(h) for h in suppressed.values_list("address_hash", flat=True)} == stopped

    waiting = InboundRequest.objects.filter(kind="replies").exclude(state="done")
    it.waits(lambda: not waiting.exists(), for_what="every call worked")
    taken = Counter(bytes(h) for h in Reply.objects.values_list("address_hash", flat=True))
    writers = {p.address_hash for p in crowd.people if p.address in _who(replies)}
    assert taken == dict.fromkeys(writers, 1)

    it.come_to_rest(seconds=1800)
    assert judge.findings(it) == []


def _cloud_url(pages: str) -> str:
    token = token_of(Gateway.objects.get(code="cloud"))
    return f"{pages}/gateways/cloud/{token}/replies/"


def _replies(writers: list[Person], random: Random) -> list[dict[str, Any]]:
    """Each from another number, a third of them opt-outs; after these, and after whatever is not
    recognised as harmless, nothing may begin."""
    texts = [random.choice(STOPPING if n % 3 == 0 else GOING_ON) for n in range(len(writers))]
    return [
        {
            "from": person.address,
            "text": text,
            "ref": f"load-{n}",
            "stops": n % 3 == 0,
            "silences": not reading.read(text).harmless,
        }
        for n, (person, text) in enumerate(zip(writers, texts, strict=True))
    ]


def _calls(replies: list[dict[str, Any]], size: Size, random: Random) -> Any:
    begun = 0
    while begun < len(replies):
        some = replies[begun : begun + random.randint(1, size.call)]
        yield {
            "after": begun / size.per_second,
            "gateway": random.choice(["own", "cloud"]),
            "replies": some,
        }
        begun += len(some)


def _warm(webhook: str) -> None:
    """A server's first request imports the pages; by threads, so that every worker has one."""

    def knock(_n: int) -> None:
        with contextlib.suppress(urllib.error.HTTPError):  # 405: nothing is taken
            urllib.request.urlopen(webhook, timeout=60).close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(knock, range(40)))


def _bring(plan: dict[str, Any], path: Path) -> None:
    path.write_text(json.dumps(plan, ensure_ascii=False))
    subprocess.run(
        [sys.executable, "-m", "tests.faults.bringer", str(path)], cwd=REPOSITORY, check=True
    )


def _brought(it: World) -> list[dict[str, Any]]:
    return [
        line
        for gateway in it.gateways.values()
        for line in journal.read(gateway.log, "reply")
        if "due" in line
    ]


def _handed_over(it: World) -> int:
    return sum(len(gateway.lines()) for gateway in it.gateways.values())


def _cpu_seconds(it: World) -> dict[str, float]:
    return {name: it.processes.cpu_seconds(name) for name in ("web", "w1")}


def _who(replies: list[dict[str, Any]], *, stops: bool = False) -> set[str]:
    return {reply["from"] for reply in replies if reply["stops"] or not stops}


def _figures(brought: list[dict[str, Any]], size: Size, *, calls: int, meanwhile: int) -> list[str]:
    """Latency of a call from the moment it was due, so that a queue before the webhook counts."""
    first, last = min(r["due"] for r in brought), max(r["answered_at"] for r in brought)
    attempts = {(r["due"], r["at"]): r for r in brought}.values()
    answer = sorted(r["answered_at"] - r["at"] for r in attempts)
    since_due = sorted(r["answered_at"] - r["due"] for r in attempts if r["status"] == 200)
    again = sum(r["status"] != 200 for r in attempts)
    return [
        f"{size.replies} replies in {calls} calls at {size.per_second}/s: "
        f"{size.replies / (last - first):.0f}/s reached, {again} calls brought again, "
        f"{meanwhile / (last - first):.0f} texts/s sent meanwhile",
        f"answer of a webhook: {_percentiles(answer)}",
        f"since it was due: {_percentiles(since_due)}",
    ]


def _percentiles(seconds: list[float]) -> str:
    at = {p: seconds[min(len(seconds) - 1, len(seconds) * p // 100)] for p in (50, 95, 99)}
    return ", ".join(f"p{p} {value * 1000:.0f} ms" for p, value in at.items())

"""Carriers with texts on file: a gateway to a reference server, and a text it has passed."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from messaging.gateways import permit as permits
from messaging.gateways.base import Outgoing
from messaging.gateways.filed.driver import FiledDriver
from messaging.gateways.permit import Permit
from messaging.gateways.registry.providers import PROVIDERS
from messaging.models import Filing, Gateway, TemplateVersion
from tests import make, make_outbox
from tests.make_outbox import FixedClock
from tests.providers import aliyun, tencent
from tests.providers.server import ReferenceServer

SIGNATURE = "安和消费金融"
BODY = "{{ customer_name }}您好，您的账单{{ amount_due }}元已到期，请致电{{ hotline }}。"
NOT_AFTER = make.MORNING + timedelta(hours=3)
SECRETS = {
    "aliyun": f"{aliyun.KEY_ID}:{aliyun.SECRET}",
    "tencent": f"{tencent.KEY_ID}:{tencent.SECRET}",
}
SERVERS: dict[str, Any] = {"aliyun": aliyun.Aliyun, "tencent": tencent.Tencent}
PASSED = {"aliyun": 1, "tencent": 0}


def allow(monkeypatch: Any, code: str) -> None:
    """This process alone may use it in a sandbox, with the credentials its server knows."""
    monkeypatch.setitem(PROVIDERS, code, replace(PROVIDERS[code], sandbox=True))
    monkeypatch.setenv("HUANCUI_GATEWAY_FILED", SECRETS[code])


def settings_of(code: str, server: ReferenceServer, **more: Any) -> dict[str, Any]:
    own = {"sdk_app_id": tencent.APP} if code == "tencent" else {}
    return {"url": server.url, "connections": 1, **own, **more}


def unsaved(code: str, server: ReferenceServer, **more: Any) -> Gateway:
    return Gateway(
        pk=1,
        code=code,
        driver=code,
        settings=settings_of(code, server, **more),
        credentials_ref="env:HUANCUI_GATEWAY_FILED",
        timeout_seconds=1,
        rate_per_second=1000,
        content_classes=["collection_service"],
    )


def gateway(code: str, server: ReferenceServer, **columns: Any) -> Gateway:
    return make_outbox.gateway(
        **{
            "code": code,
            "driver": code,
            "settings": settings_of(code, server),
            "credentials_ref": "env:HUANCUI_GATEWAY_FILED",
            "timeout_seconds": 1,
            "content_classes": ["collection_service"],
            **columns,
        }
    )


def known(server: Any, code: str, *, body: str, signature: str = SIGNATURE) -> str:
    """The carrier's id of a text it has passed, and of the signature too."""
    content = body
    if code == "aliyun":
        content = content.replace("{{ ", "${").replace(" }}", "}")
    else:
        for place in range(1, content.count("{{") + 1):
            start, end = content.index("{{"), content.index("}}") + 2
            content = f"{content[:start]}{{{place}}}{content[end:]}"
    server.templates["77"] = {"content": content, "status": PASSED[code], "why": ""}
    server.signs[signature] = {"id": "2200", "status": PASSED[code], "why": ""}
    return "77"


def passed(
    of: Gateway, version: TemplateVersion | None = None, *, words: str = "", code: str = "77"
) -> Filing:
    return Filing.objects.create(
        gateway=of,
        template_version=version,
        words=words,
        code=code,
        state="passed",
        asked_by=make.staff("administrator"),
        asked_at=make.MORNING,
    )


def text(
    n: int = 1, *, name: str = "王小明", amount: str = "1,234.56", version: int = 5
) -> Outgoing:
    return Outgoing(
        message_id=n,
        address=f"+861410000{n:04d}",
        text=f"【{SIGNATURE}】{name}您好，您的账单{amount}元已到期，请致电4008001234。",
        not_after=NOT_AFTER,
        version_id=version,
    )


def permit() -> Permit:
    clock = FixedClock(make.MORNING).clock
    return permits.issue(window_end=NOT_AFTER, timeout_seconds=1, clock=clock)


def send(driver: FiledDriver, *texts: Outgoing) -> Any:
    return driver.send(texts, permit())

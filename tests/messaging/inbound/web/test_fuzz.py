"""Whatever is brought to any webhook: no 500, and what is answered with 200 is kept."""

import base64
import itertools
import json
import os
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings, strategies as st

from messaging.gateways.batch import signing
from messaging.gateways.kannel.token import token_for
from messaging.gateways.webhooks.token import token_of
from messaging.inbound.requests import store as request_store, work as requests
from messaging.models import Gateway, InboundRequest
from tests import make_outbox
from tests.messaging.conftest import SECRET, SIGN_IN, cloud_gateway

pytestmark = pytest.mark.django_db
# HUANCUI_FUZZ=12500 sends 100,000 bodies in all.
EXAMPLES = int(os.environ.get("HUANCUI_FUZZ", "60"))
SHAPES = ["batch", "kannel", "aliyun", "tencent"]
FIELDS = [
    *("receipts", "replies", "id", "ref", "status", "code", "part", "parts", "from", "text", "at"),
    *("phone_number", "success", "err_code", "biz_id", "out_id", "sms_size", "content"),
    *("sequence_id", "nationcode", "mobile", "report_status", "errmsg", "sid", "ext", "time"),
    *("SessionContext", "extend"),
]
VALUES = [
    *("delivered", "SUCCESS", "FAIL", "MK:0001", "MBBLACK", "TD", "退订", "+8614100000001"),
    *("14100000001", "86", "1", "\x00", "\ud800", "😀", "9" * 40, "٣"),
]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "gb18030", "big5", "latin-1", "utf-32"]
CONTENT_TYPES = [
    *("application/json", "text/plain", "", "text/plain; charset=UTF-16BE", "a; charset=;charset"),
    *("application/json; charset=gbk", "multipart/form-data; boundary=x", "x" * 300),
]
_LEAF = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(VALUES) | st.text()
)
_TREE = st.recursive(
    _LEAF,
    lambda inner: (
        st.lists(inner, max_size=5) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=8)
    ),
    max_leaves=30,
)
_ENTRY = st.dictionaries(st.sampled_from(FIELDS), _LEAF, max_size=12)
_SHAPED = st.one_of(
    st.lists(_ENTRY, max_size=8),
    _ENTRY,
    st.fixed_dictionaries({"receipts": st.lists(_ENTRY), "replies": st.lists(_ENTRY)}),
)


@st.composite
def _encoded(draw: Callable[..., Any]) -> bytes:
    text = json.dumps(draw(_TREE | _SHAPED), ensure_ascii=draw(st.booleans()))
    return text.encode(draw(st.sampled_from(ENCODINGS)), "replace")


_DEEP = st.builds(
    lambda opening, times: (opening * times).encode(),
    st.sampled_from(["[", '{"receipts":', '[{"content":', '{"text":[']),
    st.integers(1, 60_000),
)
_LONG = st.builds(
    lambda unit, times: b'[{"phone_number":"' + unit * times,
    st.sampled_from([b"1", b"\xff", "退".encode(), b"[]"]),
    st.integers(1, 400_000),
)
BODIES = st.binary(max_size=500) | _encoded() | _DEEP | _LONG


class Bringer:
    """Calls that prove themselves, whatever is in them."""

    def __init__(self) -> None:
        self.client = Client(raise_request_exception=False)
        signed = {"credentials_ref": "env:HUANCUI_GATEWAY_CARRIER", "driver": "batch_http"}
        self.gateways = {
            "batch": make_outbox.gateway(code="b", settings={"url": "https://a.b"}, **signed),
            "kannel": make_outbox.gateway(
                code="k",
                driver="kannel",
                settings={"url": "http://127.0.0.1:1"},
                credentials_ref="env:HUANCUI_GATEWAY_KANNEL",
            ),
            "aliyun": cloud_gateway("aliyun"),
            "tencent": cloud_gateway("tencent"),
        }

    numbers = itertools.count()

    def bring(self, shape: str, webhook: str, body: bytes, content_type: str, query: str) -> int:
        gateway: Gateway = self.gateways[shape]
        token, headers = "", {}
        if shape == "batch":
            query = f"{query}&n={next(self.numbers)}"  # else a repeated call is the same call
            at = str(int(time.time()))
            headers = {
                signing.TIMESTAMP_HEADER: at,
                signing.SIGNATURE_HEADER: signing.sign(
                    SECRET,
                    method="POST",
                    path=f"/gateways/{gateway.code}/{webhook}/" + (f"?{query}" if query else ""),
                    timestamp=at,
                    body=body,
                ),
            }
        elif shape == "kannel":
            sign_in = base64.b64encode(SIGN_IN.encode()).decode()
            headers = {"Authorization": f"Basic {sign_in}", "X-Kannel-From": query[:60]}
            query = f"m=7&t={token_for('k', 7)}&{query}"
        else:
            token = token_of(gateway) + "/"
        answer = self.client.generic(  # `post` would encode the bytes anew
            "POST",
            f"/gateways/{gateway.code}/{token}{webhook}/",
            body,
            content_type,
            headers=headers,
            QUERY_STRING=query,
        )
        return answer.status_code


@pytest.fixture
def bringer(db: None, monkeypatch: pytest.MonkeyPatch) -> Bringer:
    monkeypatch.setenv("HUANCUI_GATEWAY_CARRIER", SECRET)
    monkeypatch.setenv("HUANCUI_GATEWAY_KANNEL", SIGN_IN)
    return Bringer()


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("webhook", ["receipts", "replies"])
def test_no_call_breaks_a_door_and_what_is_taken_is_kept(
    bringer: Bringer, now: datetime, shape: str, webhook: str
) -> None:
    is_kept_once = webhook == "replies" and shape != "batch"
    brought_already: set[bytes] = set()

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(
        body=BODIES,
        content_type=st.sampled_from(CONTENT_TYPES),
        query=st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=60),
    )
    def brought(body: bytes, content_type: str, query: str) -> None:
        before = InboundRequest.objects.count()
        status = bringer.bring(shape, webhook, body, content_type, query)
        assert status in (200, 413)
        kept = InboundRequest.objects.order_by("-pk").first()
        if is_kept_once and body in brought_already:
            return  # the same once more is that one
        brought_already.add(body)
        assert InboundRequest.objects.count() == before + (status == 200)
        if status == 200 and shape != "kannel":
            assert kept is not None
            assert request_store.kept(kept) == body

    brought()
    while requests.work(now=now):
        pass
    assert set(InboundRequest.objects.values_list("state", flat=True)) <= {"done", "failed"}
    assert not InboundRequest.objects.filter(tries__gt=0).exists()

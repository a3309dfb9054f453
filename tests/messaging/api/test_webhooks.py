"""The document for programs lists every event, with the names the database writes."""

from accounts.models.event import TEST, EventKind
from config.http.api import api
from messaging.api import webhooks


def test_every_kind_of_event_is_in_the_document() -> None:
    listed = api.get_openapi_schema(path_prefix="/api/v1/")["webhooks"]
    assert set(listed) == {*EventKind.values, TEST}
    assert set(webhooks.names()) == set(EventKind.values)
    for kind, said in listed.items():
        body = said["post"]["requestBody"]["content"]["application/json"]["schema"]
        assert body["properties"]["type"] == {"const": kind}
        assert said["post"]["summary"]


def test_what_an_event_holds_is_what_its_trigger_writes() -> None:
    names = webhooks.names()
    assert names["hold.placed"] == {"hold_id", "kind", "until", "loan_no", "customer_no"}
    assert {"intent", "reply_id", "message_id"} <= names["reply.received"]
    assert {"loan_nos", "state"} <= names["message.delivered"]
    assert {"taken_back", "loan_no"} <= names["repayment.recorded"]
    assert not {"text", "name", "phone", "address"} & set().union(*names.values())


def test_every_operation_has_its_own_id() -> None:
    document = api.get_openapi_schema(path_prefix="/api/v1/")
    ids = [
        operation["operationId"]
        for section in ("paths", "webhooks")
        for methods in document[section].values()
        for operation in methods.values()
    ]
    assert len(ids) == len(set(ids))

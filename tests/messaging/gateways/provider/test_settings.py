"""What a person is asked about a gateway: what cannot be is said beside the field."""

import re

import pytest
from django.utils import translation

from messaging.gateways.provider import settings as of
from messaging.gateways.provider.settings import Setting

SHAPES = (("own", "Own"), ("aliyun", "Aliyun"))


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize("value", [None, "", 0, 21, "5", 1.5])
def test_a_number_lies_between_one_and_the_most(value):
    setting = Setting("connections", of.NUMBER, "", required=True, most=20)
    assert setting.problem({"connections": 20}) == setting.problem({"connections": 1}) == ""
    assert setting.problem({"connections": value})


def test_what_is_not_needed_may_be_left_out():
    assert of.REGION.problem({}) == of.REGION.problem({"region": ""}) == ""
    assert Setting("user", of.TEXT, "", required=True).problem({}) == "This is needed."


@pytest.mark.parametrize(
    ("setting", "value", "fits"),
    [
        (of.REGION, "CN", True),
        (of.REGION, "cn", False),
        (of.REGION, "CHN", False),
        (Setting("sender", of.TEXT, "", pattern=re.compile("[0-9]+")), "106", True),
        (Setting("sender", of.TEXT, "", pattern=re.compile("[0-9]+")), "106a", False),
        (Setting("webhooks", of.CHOICE, "", choices=SHAPES), "aliyun", True),
        (Setting("webhooks", of.CHOICE, "", choices=SHAPES), "nobody", False),
        (Setting("url", of.ADDRESS, ""), "https://sms.example.com/v1", True),
        (Setting("url", of.ADDRESS, ""), "https://user:secret@sms.example.com/v1", False),
        (Setting("url", of.ADDRESS, ""), "ftp://sms.example.com", False),
        (Setting("url", of.ADDRESS, ""), "http://sms.example.com/v1", False),
        (of.IN_CLEAR, True, True),
    ],
)
def test_each_kind_is_read_for_what_it_is(setting, value, fits):
    assert (setting.problem({setting.name: value}) == "") is fits


def test_only_what_is_wrong_is_named():
    declared = (of.REGION, of.connections(default=4, most=32))
    assert of.problems(declared, {"region": "CN", "connections": 4}) == {}
    assert of.problems(declared, {"region": "x", "connections": 33}) == {
        "region": "This cannot be used; see what stands below it.",
        "connections": "From 1 to 32.",
    }


@pytest.mark.parametrize("said", ["203.0.113.0/24", "203.0.113.7, 2001:db8::/32", ""])
def test_networks_of_callers_are_written_as_networks(said):
    assert of.CALLERS.problem({"callers": said}) == ""


@pytest.mark.parametrize(
    "said", ["aliyun.com", "203.0.113.0/33", "203.0.113.1/24", " , ", "1" * 2001]
)
def test_what_is_no_network_is_said_beside_the_field(said):
    assert of.CALLERS.problem({"callers": said})

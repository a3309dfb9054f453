"""One table per profile: the first and the last minute of each weekday, from the fact sheet."""

import json
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from messaging.content.language import is_written_in
from messaging.content.phrases import opt_out_phrase
from messaging.policy import profiles
from messaging.policy.document import read_policy, write_policy
from messaging.policy.errors import PolicyError
from messaging.policy.fields import FIELDS
from messaging.policy.parts import ORIGINS
from messaging.policy.tighten import check_tightens
from messaging.policy.windows import is_allowed, next_allowed, window_end
from messaging.replies.intents import Intent, classify

MONDAY = datetime(2026, 6, 1)  # noqa: DTZ001 - the zone is added per profile
EVERY_DAY = range(7)
MON_FRI, SAT_SUN = range(5), range(5, 7)

HOURS = {
    "cn": [("Asia/Shanghai", EVERY_DAY, "08:00", "22:00")],
    "us-reg-f": [
        ("America/New_York", EVERY_DAY, "08:00", "21:00"),
        ("America/Los_Angeles", EVERY_DAY, "08:00", "21:00"),
        ("Pacific/Honolulu", EVERY_DAY, "08:00", "21:00"),
    ],
    "us-nyc": [("America/New_York", EVERY_DAY, "08:00", "21:00")],
    "in": [("Asia/Kolkata", EVERY_DAY, "08:00", "19:00")],
    "tw": [("Asia/Taipei", EVERY_DAY, "07:00", "22:00")],
    "au": [
        ("Australia/Sydney", MON_FRI, "07:30", "21:00"),
        ("Australia/Sydney", SAT_SUN, "09:00", "21:00"),
        ("Australia/Perth", MON_FRI, "07:30", "21:00"),
        ("Australia/Adelaide", SAT_SUN, "09:00", "21:00"),
    ],
    "gb": [("Europe/London", EVERY_DAY, "08:00", "20:00")],
    "hk": [("Asia/Hong_Kong", EVERY_DAY, "08:00", "21:00")],
    "sg": [("Asia/Singapore", EVERY_DAY, "08:00", "20:00")],
}
ROWS = [
    (name, zone, day, opens, closes)
    for name, table in HOURS.items()
    for zone, days, opens, closes in table
    for day in days
]


def at(day, clock, zone):
    hours, minutes = map(int, clock.split(":"))
    local = MONDAY + timedelta(days=day, hours=hours, minutes=minutes)
    return local.replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(("name", "zone", "day", "opens", "closes"), ROWS)
def test_the_window_is_half_open_on_every_weekday(name, zone, day, opens, closes):
    policy = profiles.load(name)
    first, end = at(day, opens, zone), at(day, closes, zone)
    instant = timedelta(microseconds=1)
    assert not is_allowed(policy, zone, first - instant)
    assert is_allowed(policy, zone, first)
    assert is_allowed(policy, zone, end - instant)
    assert not is_allowed(policy, zone, end)


@pytest.mark.parametrize(("name", "zone", "day", "opens", "closes"), ROWS)
def test_waiting_and_permits_meet_the_same_minutes(name, zone, day, opens, closes):
    policy = profiles.load(name)
    first, end = at(day, opens, zone), at(day, closes, zone)
    assert next_allowed(policy, zone, first - timedelta(minutes=1)) == first
    assert next_allowed(policy, zone, end) > end
    assert window_end(policy, zone, first) == end


def test_every_profile_has_its_table():
    assert set(HOURS) == set(profiles.NAMES)


@pytest.mark.parametrize("name", profiles.NAMES)
def test_a_profile_survives_being_stored_as_json(name):
    policy = profiles.load(name)
    assert read_policy(json.loads(json.dumps(write_policy(policy)))) == policy


@pytest.mark.parametrize("name", profiles.NAMES)
def test_every_figure_says_where_it_comes_from(name):
    policy = profiles.load(name)
    origins = [policy.origin(field) for field in FIELDS] + [cap.origin for cap in policy.caps]
    assert all(origin.source and origin.status in ORIGINS for origin in origins)


@pytest.mark.parametrize("name", profiles.NAMES)
def test_a_profile_tightens_itself(name):
    check_tightens(profiles.load(name), profiles.load(name))


@pytest.mark.parametrize("name", profiles.NAMES)
def test_no_profile_lets_a_contact_person_be_written_to(name):
    assert "contact_person" not in profiles.load(name).roles


@pytest.mark.parametrize("name", profiles.NAMES)
def test_texts_are_capped_per_day_week_and_month_for_customer_and_address(name):
    policy = profiles.load(name)
    for scope in ("customer", "address"):
        caps = {cap.hours: cap.limit for cap in policy.cap_table["sms", scope]}
        assert caps == {None: 1, 168: 3, 720: 8}
    assert policy.minimum_gap_hours == 24


def test_the_figures_of_china(cn):
    assert (cn.complaint_days, cn.complaint_complex_days, cn.complaint_extension_days) == (
        15,
        30,
        30,
    )
    assert cn.complaint_rolls_to_working_day
    assert cn.origin("windows").status == "V2"
    assert cn.origin("preferred").status == "P"
    assert [(c.limit, c.counts) for c in cn.cap_table["phone", "customer"]] == [(3, ("call",))]
    assert [(c.limit, c.counts) for c in cn.cap_table["phone", "address"]] == [(6, ("dial",))]


def test_the_figures_of_the_united_states():
    us = profiles.load("us-reg-f")
    assert us.opt_out_wording_required
    assert us.opt_out_confirmation_minutes == 5
    assert us.number_fresh_days == 60
    assert set(us.opt_out_words["en"]) == {
        "stop",
        "quit",
        "end",
        "revoke",
        "opt out",
        "cancel",
        "unsubscribe",
    }


def test_holidays_close_where_a_source_says_so_and_unknown_days_only_where_it_names_them():
    rules = {name: profiles.load(name).holiday_rule for name in profiles.NAMES}
    assert rules.pop("au") == "no_contact"
    assert rules.pop("in") == "no_contact_if_known"
    assert set(rules.values()) == {"none"}


DOCUMENTS = re.compile(
    r"GB/T 45251|China Banking Association|CBA 2026|2020 No\. 3|MIIT Order 31|guideline 2024"
    r"|CFR |RCNY|ACCC/ASIC|RBI draft directions of 12 February 2026|內部作業制度及程序辦法"
)


@pytest.mark.parametrize("name", profiles.NAMES)
def test_a_figure_of_law_names_its_document_and_a_doubtful_one_says_so(name):
    policy = profiles.load(name)
    origins = [policy.origin(field) for field in FIELDS] + [cap.origin for cap in policy.caps]
    for origin in origins:
        if origin.status in ("V", "V2"):
            assert DOCUMENTS.search(origin.source), origin
        if origin.status == "M":
            assert origin.source.startswith("not verified"), origin


def test_britain_names_the_rule_about_reasonable_times_and_wishes():
    assert "CONC 7.9.4 R" in profiles.load("gb").origin("windows").source


def account_caps(name):
    return {
        (cap.limit, cap.hours, cap.counts)
        for channel in ("sms", "email", "wechat", "push", "phone")
        for cap in profiles.load(name).cap_table.get((channel, "account"), ())
    }


def test_australia_counts_texts_and_calls_about_one_account_together():
    assert account_caps("au") == {
        (3, 168, ("message", "call")),
        (10, 744, ("message", "call")),
    }


def test_new_york_city_tightens_the_federal_rules():
    city, federal = profiles.load("us-nyc"), profiles.load("us-reg-f")
    check_tightens(federal, city)
    assert account_caps("us-nyc") == {(3, 168, ("message", "call", "dial"))}
    assert not account_caps("us-reg-f")
    assert (city.electronic_consent, federal.electronic_consent) == ("required", "not_needed")


@pytest.mark.parametrize("name", profiles.NAMES)
def test_every_word_that_opts_out_is_understood_and_the_first_is_the_one_texts_name(
    name: str,
) -> None:
    for language, words in profiles.load(name).opt_out_words.items():
        assert {word: classify(word) for word in words} == dict.fromkeys(words, Intent.OPT_OUT)
        said = opt_out_phrase(language, words[0])
        assert words[0].upper() in said
        assert is_written_in(said, language)


@pytest.mark.parametrize(
    "words",
    [
        ["stop"],
        {"en": ["stop"]},
        {"zh-hans": ["退订"], "zh-hant": ["TD"], "en": ["stop"]},
        {"zh-hans": [], "zh-hant": ["TD"], "en": ["stop"]},
    ],
)
def test_words_are_given_for_every_language_the_first_one_to_be_typed(words: object) -> None:
    document = write_policy(profiles.load("hk"))
    document["opt_out_words"]["value"] = words
    with pytest.raises(PolicyError, match="opt_out_words"):
        read_policy(document)


@pytest.mark.parametrize("name", ["base", "atlantis", "../cn"])
def test_an_unknown_profile_is_named_with_the_way_out(name):
    with pytest.raises(PolicyError, match="Use one of: cn, us-reg-f"):
        profiles.load(name)

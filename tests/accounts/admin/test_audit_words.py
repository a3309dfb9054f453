"""The auditor reads words, not codes; what has no word is shown as it is."""

from django.utils import translation

from accounts.admin import audit_words


def test_tables_columns_actions_and_ways_in_have_names() -> None:
    with translation.override("en"):
        assert audit_words.table("accounts_hold") == "hold"
        assert audit_words.column("accounts_hold", "starts_at") == "from"
        assert audit_words.column("accounts_hold", "customer_id") == "customer"
        assert audit_words.action("update") == "changed"
        assert audit_words.source("web") == "web pages"


def test_what_is_not_known_stands_for_itself() -> None:
    assert audit_words.table("gone") == "gone"
    assert audit_words.column("gone", "a") == "a"
    assert audit_words.column("accounts_hold", "gone") == "gone"
    assert audit_words.action("burned") == "burned"


def test_the_filter_offers_what_entries_speak_of_each_name_once() -> None:
    offered = dict(audit_words.tables())
    assert len(set(offered.values())) == len(offered)
    assert {"accounts_hold", "messaging_templateversion", "feedback_complaint"} < offered.keys()
    assert {"accounts_importfile", "messaging_candidate"} < offered.keys()  # recorded by hand
    assert not {"messaging_watermark", "messaging_incoming", "config_pulse"} & offered.keys()
    assert all(pairs for _room, pairs in audit_words.by_room())

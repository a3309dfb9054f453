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


def test_the_filter_offers_the_tables_of_all_rooms_and_no_others() -> None:
    rooms = {name.split("_")[0] for name, _label in audit_words.tables()}
    assert rooms == {"accounts", "messaging", "feedback", "config"}

"""What names a person is looked for by a form that is posted: no address and no log has it."""

from django.contrib import admin

# Names of staff, of things, and numbers that say nothing to who has no access.
MAY = {
    *("username", "display_name", "row_id", "filename", "sha256", "name", "code", "title", "pk"),
    *("customer_no", "loan_no", "loans__loan_no", "loan__loan_no", "customer__customer_no"),
    *("number", "reference"),
    *("body", "subject", "versions__body", "versions__subject"),  # of texts, before any name
    *("template__code", "template__title"),
}


def test_no_list_searches_by_what_names_a_customer() -> None:
    asked = {
        name.lstrip("=^@")
        for screen in admin.site._registry.values()
        for name in (*screen.search_fields, *getattr(screen, "exactly", ()))
    }
    assert asked
    assert asked <= MAY

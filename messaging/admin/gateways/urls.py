"""Where the pages of gateways are."""

from accounts.admin.pages import page
from messaging.admin.gateways import (
    actions as gateway_actions,
    edit as gateway_edit,
    filings as gateway_filings,
    pages as gateway,
)

GATEWAY_PAGES = [
    page("gateways/new/", gateway_edit.new_gateway, "gateway_new"),
    page("gateways/<int:pk>/", gateway.gateway_page, "gateway"),
    page("gateways/<int:pk>/now/", gateway.gateway_now, "gateway_now"),
    page("gateways/<int:pk>/edit/", gateway_edit.edit_gateway, "gateway_edit"),
    page("gateways/<int:pk>/close/", gateway_actions.close_gateway, "gateway_close"),
    page("gateways/<int:pk>/open/", gateway_actions.open_gateway, "gateway_open"),
    page("gateways/<int:pk>/try/", gateway_actions.try_gateway, "gateway_try"),
    page("gateways/<int:pk>/ask/", gateway_actions.ask_gateway, "gateway_ask"),
    page("gateways/<int:pk>/signatures/", gateway_filings.file_signature, "filing_signature"),
    page("filings/<int:pk>/ask/", gateway_filings.ask_again, "filing_ask"),
    page(
        "templates/versions/<int:version_id>/filed/<int:gateway_id>/",
        gateway_filings.file_text,
        "filing_text",
    ),
]

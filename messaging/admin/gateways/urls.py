"""Where the pages of gateways are."""

from accounts.admin.pages import page
from messaging.admin.gateways import (
    actions as gateway_actions,
    edit as gateway_edit,
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
]

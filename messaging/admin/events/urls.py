"""Where the pages of events are."""

from accounts.admin.pages import page
from messaging.admin.events import pages

EVENT_PAGES = [
    page("events/", pages.events, "events"),
    page("events/ask/", pages.event_ask, "event_ask"),
    page("events/<int:destination_id>/", pages.event_destination, "event_destination"),
    page("events/<int:destination_id>/<slug:step>/", pages.event_step, "event_step"),
    page("events/deliveries/<int:delivery_id>/again/", pages.event_retry, "event_retry"),
]

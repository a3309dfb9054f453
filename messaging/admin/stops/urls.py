"""Where the pages of the emergency stop are."""

from accounts.admin.pages import page
from messaging.admin.stops import lifting, list as stop_list, page as stop, place as stop_place

STOP_PAGES = [
    page("stops/", stop_list.stops_page, "stops"),
    page("stops/place/", stop_place.place_stop, "stop_place"),
    page("stops/<int:stop_id>/", stop.stop_page, "stop"),
    page("stops/<int:stop_id>/now/", stop.stop_now, "stop_now"),
    page("stops/<int:stop_id>/why/", lifting.explain_stop, "stop_explain"),
    page("stops/<int:stop_id>/lift/", lifting.lift_stop, "stop_lift"),
    page("stops/<int:stop_id>/got-it.csv", stop.stop_export, "stop_export"),
]

"""Pages of the call list."""

from django.urls import URLPattern

from accounts.admin.pages import page
from feedback.admin.calls import pages as call

CALL_PAGES: list[URLPattern] = [
    page("calls/", call.call_list, "call_list"),
    page("calls/<int:task_id>/", call.call_task, "call_task"),
    page("calls/<int:task_id>/take/", call.call_take, "call_take"),
    page("calls/<int:task_id>/release/", call.call_release, "call_release"),
    page("calls/<int:task_id>/dial/", call.call_dial, "call_dial"),
    page("calls/<int:task_id>/tell/", call.call_tell, "call_tell"),
    page("calls/<int:task_id>/cancel/", call.call_cancel, "call_cancel"),
    page("calls/<int:task_id>/removal/<slug:step>/", call.call_removal, "call_removal"),
    page("customers/<int:customer_id>/call/", call.call_ask, "call_ask"),
]

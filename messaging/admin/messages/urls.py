"""Where the pages of sending are: the handset, entering and lifting suppressions."""

from accounts.admin.pages import page
from messaging.admin.messages import sandbox_handset, stop_number, suppressions

LIFT = suppressions.lift_suppression

SEND_PAGES = [
    page("sandbox/handset/", sandbox_handset.handset_page, "handset"),
    page("sandbox/handset/<int:point_id>/", sandbox_handset.handset_page, "handset_of"),
    page(
        "sandbox/handset/<int:point_id>/switch/", sandbox_handset.handset_switch, "handset_switch"
    ),
    page("sandbox/handset/<int:point_id>/texts/", sandbox_handset.handset_texts, "handset_texts"),
    page(
        "sandbox/handset/<int:point_id>/answer/", sandbox_handset.handset_answer, "handset_answer"
    ),
    page("contact-points/<int:point_id>/stop/", stop_number.stop_number, "number_stop"),
    page("suppressions/find/", suppressions.find_suppression, "suppression_find"),
    page("suppressions/<int:suppression_id>/lift/", LIFT, "suppression_lift"),
]

"""Staff pages of feedback that are no table's list or form."""

from django.urls import URLPattern

from accounts.admin.pages import page
from feedback.admin import secret_pages
from feedback.admin.alarms.urls import ALARM_PAGES
from feedback.admin.calls.urls import CALL_PAGES
from feedback.admin.care.urls import CARE_PAGES
from feedback.admin.checklists.pages import CHECKLIST_PAGES
from feedback.admin.complaints.urls import COMPLAINT_PAGES
from feedback.admin.desk.urls import DESK_PAGES
from feedback.admin.effect.urls import EFFECT_PAGES
from feedback.admin.inbox.urls import INBOX_PAGES
from feedback.admin.morning.urls import MORNING_PAGES
from feedback.admin.pack.urls import PACK_PAGES
from feedback.admin.survey_pages import survey_page
from feedback.admin.texts.urls import TEXT_PAGES
from feedback.admin.trials.urls import TRIAL_PAGES

PAGES: list[URLPattern] = [
    page("surveys/", survey_page, "surveys"),
    page("customers/<int:customer_id>/unlock/", secret_pages.unlock_ask, "unlock_ask"),
    page("unlocks/<int:unlock_id>/decide/", secret_pages.unlock_decide, "unlock_decide"),
    *MORNING_PAGES,
    *ALARM_PAGES,
    *INBOX_PAGES,
    *DESK_PAGES,
    *CHECKLIST_PAGES,
    *CALL_PAGES,
    *COMPLAINT_PAGES,
    *CARE_PAGES,
    *PACK_PAGES,
    *EFFECT_PAGES,
    *TRIAL_PAGES,
    *TEXT_PAGES,
]

"""Where the pages and acts of complaints are."""

from django.urls import URLPattern

from accounts.admin.pages import page
from feedback.admin.complaints import (
    actions as acts,
    evidence as files,
    letter_templates,
    letters as letters,
    pages as pages,
    pauses,
    statistics as numbers,
)

_ONE = "complaints/<int:complaint_id>/"

COMPLAINT_PAGES: list[URLPattern] = [
    page("customers/<int:customer_id>/complaint/", pages.log_complaint, "complaint_log"),
    page("complaints/statistics/", numbers.complaint_statistics, "complaint_statistics"),
    page("complaints/statistics.csv", numbers.complaint_export, "complaint_export"),
    page("complaints/pauses/", pauses.pause_list, "complaint_pauses"),
    page("complaints/pauses/<int:pause_id>/", pauses.pause_page, "complaint_pause"),
    page(_ONE, pages.complaint_page, "complaint"),
    page(f"{_ONE}take/", acts.take_complaint, "complaint_take"),
    page(f"{_ONE}give/", acts.give_complaint, "complaint_give"),
    page(f"{_ONE}note/", acts.note_complaint, "complaint_note"),
    page(f"{_ONE}reclassify/", acts.reclassify_complaint, "complaint_reclassify"),
    page(f"{_ONE}complex/", acts.mark_complex, "complaint_complex"),
    page(f"{_ONE}extend/", acts.ask_for_extension, "complaint_extend"),
    page(f"{_ONE}link/", acts.link_message, "complaint_link"),
    page(f"{_ONE}resolve/", acts.resolve_complaint, "complaint_resolve"),
    page(f"{_ONE}looked-at/", acts.leave_closed, "complaint_leave"),
    page(f"{_ONE}again/", acts.open_again, "complaint_open_again"),
    page(f"{_ONE}review/", acts.ask_for_review, "complaint_ask_review"),
    page(f"{_ONE}evidence/", files.add_evidence, "evidence_add"),
    page(f"{_ONE}letter/", letters.complaint_letter, "complaint_letter"),
    page(f"{_ONE}letter/ask/", letters.ask_for_letter, "complaint_letter_ask"),
    page(f"{_ONE}letter/send/", letters.send_letter, "complaint_letter_send"),
    page(
        "complaint-extensions/<int:extension_id>/decide/",
        acts.decide_extension,
        "complaint_extension_decide",
    ),
    page("complaint-messages/<int:link_id>/unlink/", acts.unlink_message, "complaint_unlink"),
    page("complaint-reviews/<int:review_id>/take/", acts.take_review, "review_take"),
    page("complaint-reviews/<int:review_id>/decide/", acts.decide_review, "review_decide"),
    page("evidence/<int:evidence_id>/open/", files.open_evidence, "evidence_open"),
    page("evidence/<int:evidence_id>/remove/", files.remove_evidence, "evidence_remove"),
    page("letters/<int:letter_id>/open/", letters.open_letter, "letter_open"),
    page("letter-templates/starter/", letter_templates.letters_starter, "letters_starter"),
    page("letter-templates/waiting/", letter_templates.letters_waiting, "letters_waiting"),
    page("letter-templates/approve/", letter_templates.letters_approve, "letters_approve"),
    page("letter-templates/new/", letter_templates.letter_new, "letter_new"),
    page("letter-templates/<int:version_id>/", letter_templates.letter_template, "letter_template"),
    page("letter-templates/<int:version_id>/edit/", letter_templates.letter_edit, "letter_edit"),
]

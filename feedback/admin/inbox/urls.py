"""Pages of the inbox."""

from django.urls import URLPattern

from accounts.admin.pages import page
from feedback.admin.inbox import actions as inbox_acts, finding, pages as inbox
from feedback.admin.inbox.together import together

_ONE = "inbox/<int:conversation_id>/"

INBOX_PAGES: list[URLPattern] = [
    page("inbox/", inbox.inbox, "inbox"),
    page("inbox/list/", inbox.inbox_list, "inbox_list"),
    page("inbox/together/", together, "inbox_together"),
    page("inbox/find/", finding.inbox_find, "inbox_find"),
    page("inbox/found/", finding.inbox_found, "inbox_found"),
    page(_ONE, inbox.conversation, "conversation"),
    page(f"{_ONE}thread/", inbox.conversation_thread, "conversation_thread"),
    page(f"{_ONE}numbers/", inbox.show_numbers, "conversation_numbers"),
    page(f"{_ONE}take/", inbox_acts.take, "conversation_take"),
    page(f"{_ONE}hand-over/", inbox_acts.hand_over, "conversation_hand_over"),
    page(f"{_ONE}read/", inbox_acts.read, "conversation_read"),
    page(f"{_ONE}snooze/", inbox_acts.snooze, "conversation_snooze"),
    page(f"{_ONE}wait/", inbox_acts.wait, "conversation_wait"),
    page(f"{_ONE}wake/", inbox_acts.wake, "conversation_wake"),
    page(f"{_ONE}note/", inbox_acts.note, "conversation_note"),
    page(f"{_ONE}verify/", inbox_acts.verify, "conversation_verify"),
    page(f"{_ONE}answer/", inbox_acts.answer, "conversation_answer"),
    page(f"{_ONE}resolve/", inbox_acts.resolve, "conversation_resolve"),
    page(f"{_ONE}tick/", inbox_acts.tick, "conversation_tick"),
    page(f"{_ONE}merge/", inbox_acts.merge, "conversation_merge"),
    page(f"{_ONE}take-apart/", inbox_acts.take_apart, "conversation_take_apart"),
    page(f"{_ONE}reopen/", inbox_acts.reopen, "conversation_reopen"),
    page(f"{_ONE}sure/<slug:what>/", inbox_acts.sure, "conversation_sure"),
    page(f"{_ONE}do/<slug:what>/", inbox_acts.one_click, "conversation_act"),
]

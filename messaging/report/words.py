"""What the codes of a report are called on screen: violations, doubts and figures."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models.choices import Channel

WHAT = {
    "outside_the_window": _("outside the permitted hours"),
    "closed_day": _("on a closed day"),
    "unknown_zone": _("unknown time zone"),
    "no_decision_to_send": _("no decision to send it"),
    "no_policy": _("no policy"),
    "no_permit": _("no permit"),
    "permit_too_long": _("the permit outlasts the hours"),
    "begun_after_its_permit": _("begun after its permit"),
    "confirms_nothing": _("confirms no opt-out"),
    "confirmation_too_late": _("opt-out confirmed too late"),
    "zones_changed": _("the time zones have changed since"),
    "cap_customer": _("customer over the cap"),
    "cap_address": _("number over the cap"),
    "cap_account": _("account over the cap"),
    "gap_customer": _("too soon after the customer's last contact"),
    "gap_address": _("too soon after the number's last contact"),
    "after_suppression": _("after an opt-out or suppression"),
    "after_hold": _("during a hold"),
    "after_stop": _("under an emergency stop"),
    "after_repayment": _("after it was repaid"),
    "in_the_same_moment": _("on its way in the same moment"),
    "without_consent": _("without the customer's consent"),
    "after_declining": _("after it was declined"),
    "piece_too_soon": _("too soon after another piece"),
    "reminder_too_near": _("too soon after a reminder or a call"),
    "reminder_after_a_piece": _("a reminder soon after a piece"),
    "figures_too_old": _("figures older than allowed"),
    "figures_renewed_since": _("figures renewed since: the stored age may not be the true one"),
    "no_version": _("no version is named"),
    "not_approved": _("not approved"),
    "approved_by_its_author": _("approved by its author"),
    "approved_by_an_editor": _("approved by somebody who edited it"),
    "approved_by_who_submitted_it": _("approved by who submitted it"),
    "approved_without_training": _("approved without valid training"),
    "approved_after_use": _("approved after it was used"),
    "not_yet_in_force": _("not yet in force"),
    "retired_before_use": _("no longer in force"),
    "released_by_nobody": _("released by nobody"),
    "released_by_its_planner": _("released by who planned it"),
    "released_without_training": _("released without valid training"),
    "released_before_it_was_planned": _("released before it was planned"),
    "ended_at_no_time": _("ended without a time"),
    "not_sent_without_reason": _("not sent, without a reason"),
    "open_and_ended": _("open and ended at once"),
    "left_without_a_hand_over": _("left without a hand-over"),
    "never_left_but_handed_over": _("never left, yet handed over"),
    "left_behind": _("left behind by a crash"),
    "queued_in_an_ended_run": _("waits in a run that has ended"),
    "to_send_without_a_message": _("was to be sent and has no message"),
    "message_of_one_not_to_send": _("was not to be sent and has a message"),
    "message_of_another_customer": _("has another customer's message"),
    "without_a_reason": _("without a reason"),
    "without_a_decision": _("without a decision"),
    "funnel_due": _("number due differs from its rows"),
    "funnel_to_send": _("number to send differs from its rows"),
    "funnel_minus": _("numbers left out differ from its rows"),
    "funnel_does_not_add_up": _("numbers do not add up"),
    "messages": _("number of messages differs"),
    "hand_over_not_sealed": _("hand-over not sealed"),
    "chain_broken": _("chain found broken"),
    "never_verified": _("the chain was never verified"),
    "silent": _("the sealer is silent"),
    "behind": _("the sealer is behind"),
    # Of feedback's checks.
    "answer_late": _("answered late"),
    "review_late": _("reviewed late"),
    "distress_left_alone": _("nobody took it"),
    "distress_answered_late": _("taken late"),
}

FIGURE = {
    "least_margin_to_end.seconds": _("least time left before the hours end"),
    "least_margin_since_start.seconds": _("least time since the hours began"),
    "least_margin_of_a_permit.seconds": _("least time between a permit's end and the hours' end"),
    "at_night_by_consent": _("at night, by the customer's consent"),
    "answers_at_night": _("answers at night to what had just been written"),
    "confirmations": _("opt-outs confirmed"),
    "slowest_confirmation_seconds": _("slowest confirmation"),
    "least_gap_seconds.customer": _("least time between two contacts of a customer"),
    "least_gap_seconds.address": _("least time between two contacts of a number"),
    "in_the_same_moment": _("on the way in the same moment"),
    "addresses": _("numbers and addresses written to"),
    "suppressions_in_force": _("suppressions in force"),
    "stops_in_force": _("stops in force"),
    "by_reply": _("stopped by the customer's own words"),
    "effect_seconds.median": _("time to effect of an opt-out, usually"),
    "effect_seconds.slowest": _("time to effect of an opt-out, slowest"),
    "last_text_begun_after_seconds": _("last text that began after an opt-out came in"),
    "customers": _("customers written to"),
    "reminders_after_a_piece": _("reminders soon after a piece"),
    "oldest_hours": _("oldest figures a text spoke of"),
    "versions.template": _("texts used"),
    "versions.policy": _("policies used"),
    "versions.strategy": _("strategies used"),
    "versions.gateway": _("gateways used"),
    "link": _("last link of the chain"),
    "verified_at": _("chain last verified"),
    # Of feedback's checks.
    "given": _("answers and reviews given"),
    "days.median": _("days to an answer, usually"),
    "days.longest": _("days to an answer, longest"),
    "least_days_left": _("least days left before the last day ended"),
    "minutes.median": _("minutes until a person had it, usually"),
    "minutes.slowest": _("minutes until a person had it, slowest"),
}
"""By the path of a figure. Others are shown in tables of their own, or not at all."""

SCOPE = {
    "customer": _("per customer"),
    "address": _("per number"),
    "account": _("per account"),
}
COUNTED = {
    **dict(Channel.choices),
    "message": _("texts"),
    "call": _("calls answered"),
    "dial": _("calls not answered"),
}
"""Channels a cap is for, and contacts it counts."""


def what(code: str) -> str:
    """An unknown code stands for itself."""
    return str(WHAT.get(code, code))

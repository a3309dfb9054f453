"""Whose rows a page sees: one line a table that says anything of a lender's people.

PostgreSQL asks it of every row (row security), so that a filter somebody forgot shows nothing. It
binds `web`; a worker serves all lenders and passes by (BYPASSRLS: COPY, too, is refused to who does
not), and the owner makes the tables. A table with no line here
holds nobody's people: rules, texts, staff, gateways.
"""

from collections.abc import Iterable

ALL = "(SELECT huancui_sees_all())"
MINE = "(SELECT huancui_lenders())"
"""In brackets, so that the planner asks once a statement and not once a row."""

ACTOR = "(SELECT huancui_actor())"


def _lender(column: str = "lender_id") -> str:
    return f"{column} = ANY ({MINE}::bigint[])"


def _lender_or_none(column: str = "lender_id") -> str:
    return f"{column} IS NULL OR {_lender(column)}"


def _by(what: str, column: str = "") -> str:
    return f"huancui_sees_{what}({column or f'{what}_id'}, {MINE})"


POLICIES: dict[str, str] = {
    # What a call was answered, to its key alone.
    "accounts_apicall": f"EXISTS (SELECT FROM accounts_apikey k WHERE k.id = key_id"
    f" AND k.user_id = {ACTOR})",
    "accounts_callfigures": _lender(),
    "accounts_consent": _by("customer"),
    "accounts_contactpoint": _by("customer"),
    "accounts_customer": _by("customer", "id"),
    "accounts_erasurerequest": _by("customer"),
    "accounts_event": _lender(),
    "accounts_eventdelivery": _lender(),
    "accounts_eventdestination": _lender(),
    "accounts_hold": _by("customer"),
    # Before anybody has signed in, a host leads to its lender's pages.
    "accounts_lender": f"{ACTOR} IS NULL OR {_lender('id')}",
    "accounts_legalhold": _by("customer"),
    "accounts_loan": _lender(),
    "accounts_loaninstalment": _by("loan"),
    "accounts_loanmove": _by("loan"),
    "accounts_loanparty": _by("loan"),
    "accounts_look": f"{_by('customer')} OR user_id = {ACTOR}",
    "accounts_newnumber": _by("customer"),
    "accounts_product": _lender(),
    "accounts_repayment": _by("loan"),
    "accounts_retentionrule": _lender_or_none(),
    "accounts_reveal": f"{_by('customer')} OR user_id = {ACTOR}",
    # One's own, and those of colleagues among whose lenders is none but one's own.
    "accounts_staffnumber": f"user_id = {ACTOR} OR {_by('bringer', 'user_id')}",
    "accounts_staffnumbercode": f"EXISTS (SELECT FROM accounts_staffnumber n"
    f" WHERE n.id = number_id AND n.user_id = {ACTOR})",
    "messaging_phonesend": f"by_id = {ACTOR}",
    "messaging_phonesendstep": f"EXISTS (SELECT FROM messaging_phonesend s"
    f" WHERE s.id = send_id AND s.by_id = {ACTOR})",
    "feedback_alarm": _by("conversation"),
    "feedback_calltask": _by("customer"),
    "feedback_complaint": _lender(),
    "feedback_complaintalert": _by("complaint"),
    "feedback_complaintclock": _by("complaint"),
    "feedback_complaintevent": _by("complaint"),
    "feedback_complaintextension": _by("complaint"),
    "feedback_complaintmessage": _by("complaint"),
    "feedback_complaintreview": _by("complaint"),
    "feedback_conversation": _by("customer"),
    "feedback_conversationevent": _by("conversation"),
    "feedback_conversationreply": _by("conversation"),
    "feedback_effectcount": _lender(),
    "feedback_effectsum": _lender(),
    "feedback_endsofrun": _by("run"),
    "feedback_episodeoutcome": _by("assignment"),
    "feedback_evidence": _by("complaint"),
    "feedback_hardshipcase": _by("customer"),
    "feedback_hardshipdecision": _by("hardshipcase", "case_id"),
    "feedback_hardshiphold": _by("hardshipcase", "case_id"),
    "feedback_hardshipnote": _by("hardshipcase", "case_id"),
    "feedback_instalment": _by("hardshipdecision", "decision_id"),
    "feedback_letter": _by("complaint"),
    "feedback_onetimecode": _by("customer"),
    "feedback_pagedraft": _lender(),
    "feedback_promise": _by("customer"),
    "feedback_repliesofday": _lender(),
    "feedback_secretunlock": _by("customer"),
    "feedback_sentofrun": _by("run"),
    "feedback_sparingfinding": _lender(),
    "feedback_survey": _lender(),
    "feedback_unduemessage": _by("customer"),
    "messaging_answer": _by("message"),
    "messaging_assignment": _lender(),
    "messaging_attempt": _by("message"),
    "messaging_call": _by("customer"),
    "messaging_candidate": _by("run"),
    "messaging_candidateloan": _by("candidate"),
    "messaging_checkcode": _by("message"),
    # Of all lenders: for who works with all of them.
    "messaging_compliancereport": _lender(),
    "messaging_reportschedule": _lender(),
    "messaging_decision": f"{_by('candidate')} OR {_by('message')}",
    "messaging_hourdraw": _lender(),
    "messaging_hourfinding": _lender(),
    "messaging_hoursum": _lender(),
    "messaging_educationplan": _lender(),
    "messaging_educationcandidate": f"EXISTS (SELECT FROM messaging_educationplan p"
    f" WHERE p.id = plan_id AND {_lender('p.lender_id')})",
    "messaging_educationdeclined": _by("customer"),
    "messaging_leftout": _by("run"),
    # Asked with it: whether two people have seen that lender. It holds nobody's data.
    "messaging_lenderwording": f"{ACTOR} IS NULL OR {_lender()}",
    "messaging_message": _lender(),
    "messaging_policyversion": _lender_or_none(),
    "messaging_receipt": _by("message"),
    "messaging_reply": _by("customer"),
    "messaging_campaign": _lender(),
    "messaging_run": _lender(),
    "messaging_segment": _lender(),
    "messaging_segmentcell": _by("strategy"),
    # What is stopped for all is seen by all.
    "messaging_stop": f"CASE scope WHEN 'lender' THEN {_lender('object_id')}"
    f" WHEN 'run' THEN {_by('run', 'object_id')} ELSE true END",
    "messaging_strategy": _lender_or_none(),
    "messaging_strategycell": _by("strategy"),
    "messaging_tranche": _by("run"),
    "messaging_trial": _lender(),
    "messaging_whatif": _lender_or_none(),
    "messaging_whatifshard": "false",
    # What tells no lenders apart is seen by whoever works with all of them, or did it.
    "messaging_inboundrequest": f"{ACTOR} IS NULL",
    "accounts_auditentry": f"actor_id = {ACTOR}",
    "accounts_importchange": _by("importfile", "import_file_id"),
    "accounts_importfile": f"{_by('bringer', 'uploaded_by_id')} OR uploaded_by_id = {ACTOR}",
    "accounts_importtrail": _by("importfile", "import_file_id"),
    "accounts_importproblem": _by("importfile", "import_file_id"),
}


def of_table(table: str) -> list[str]:
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"DROP POLICY IF EXISTS own_lenders ON {table}",
        f"CREATE POLICY own_lenders ON {table} TO huancui_web USING ({ALL} OR {POLICIES[table]})",
    ]


def of_tables(tables: Iterable[str]) -> str:
    return ";\n".join(each for table in tables for each in of_table(table))

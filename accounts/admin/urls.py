"""Staff pages of accounts that are no table's list or form."""

from django.urls import URLPattern

from accounts.admin import (
    chain_pages,
    contact_facts,
    customer_page,
    factor_pages,
    hold_pages,
    import_answers,
    import_pages,
    move_pages,
    my_login,
    people_pages,
    second_step,
    step_up,
    training,
    watched_pages,
)
from accounts.admin.pages import page

DECIDE = people_pages.staff_decide

PAGES: list[URLPattern] = [
    page("my-login/", my_login.my_login, "my_login"),
    page("here/", my_login.here, "here"),
    page("sessions/<int:session_id>/end/", my_login.session_end, "session_end"),
    page("sessions/end-others/", my_login.sessions_end, "sessions_end"),
    page("login/second/", second_step.second_step, "second_step"),
    page("login/second/passkey/", second_step.second_step_ask, "second_step_ask"),
    page("step-up/passkey/", step_up.step_up_ask, "step_up_ask"),
    page("my-login/factor/", factor_pages.factor_add, "factor_add"),
    page("my-login/factor/app/", factor_pages.factor_app, "factor_app"),
    page("my-login/factor/passkey/", factor_pages.factor_passkey, "factor_passkey"),
    page("my-login/factor/passkey/ask/", factor_pages.factor_passkey_ask, "factor_passkey_ask"),
    page("my-login/factor/<int:factor_id>/remove/", factor_pages.factor_remove, "factor_remove"),
    page("my-login/recovery-codes/", factor_pages.recovery_codes, "recovery_codes"),
    page("training/", training.training_page, "training"),
    page("sealed-chain/", chain_pages.sealed_chain, "sealed_chain"),
    page("sealed-chain/state/", chain_pages.sealed_chain_state, "sealed_chain_state"),
    page("sealed-chain/verify/", chain_pages.sealed_chain_verify, "sealed_chain_verify"),
    page("people/requests/", people_pages.staff_requests, "staff_requests"),
    page("people/<int:user_id>/ask/", people_pages.staff_ask, "staff_ask"),
    page("people/<int:user_id>/take-role/", people_pages.staff_take_role, "staff_take_role"),
    page(
        "people/requests/<int:request_id>/<slug:step>/", people_pages.staff_decide, "staff_decide"
    ),
    page("watched/", watched_pages.watched, "watched"),
    page("watched/banner/", watched_pages.banner, "watched_banner"),
    page("watched/<int:matter_id>/seen/", watched_pages.watched_seen, "watched_seen"),
    page("customers/find/", customer_page.find_by_address, "customer_find"),
    page("contact-points/<int:point_id>/reveal/", customer_page.reveal, "contact_point_reveal"),
    page("contact-points/<int:point_id>/confirm/", contact_facts.confirm_number, "number_confirm"),
    page("customers/<int:customer_id>/consent/", contact_facts.record_consent, "consent_record"),
    page("consents/<int:consent_id>/revoke/", contact_facts.revoke_consent, "consent_revoke"),
    page("customers/<int:customer_id>/wish/", contact_facts.record_wish, "wish_record"),
    page("customers/<int:customer_id>/hold/", hold_pages.place_hold, "hold_place"),
    page("loan-moves/", move_pages.moves, "loan_moves"),
    page("loan-moves/answer/", move_pages.answer, "loan_moves_answer"),
    page("loan-moves/decide/", move_pages.decide, "loan_moves_decide"),
    page("imports/upload/", import_pages.upload, "import_upload"),
    page("imports/<int:import_id>/", import_pages.import_page, "import_page"),
    page("imports/<int:import_id>/state/", import_pages.import_state, "import_state"),
    page("imports/<int:import_id>/check/", import_pages.check_again, "import_check"),
    page("imports/<int:import_id>/encoding/", import_answers.encoding, "import_encoding"),
    page("imports/<int:import_id>/columns/", import_answers.columns, "import_columns"),
    page("imports/<int:import_id>/confirm/", import_pages.confirm, "import_confirm"),
    page("imports/<int:import_id>/allow/", import_pages.allow, "import_allow"),
    page("imports/<int:import_id>/refuse/", import_pages.refuse, "import_refuse"),
    page("imports/<int:import_id>/cancel/", import_pages.cancel, "import_cancel"),
    page("imports/<int:import_id>/bad-rows/", import_pages.download_bad_rows, "import_bad_rows"),
]

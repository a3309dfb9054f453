"""Where the pages of runs are."""

from accounts.admin.pages import page
from messaging.admin.runs import (
    actions as run_actions,
    candidate as run_candidate,
    candidates as run_candidates,
    candidates_export,
    today as run,
    tranches as run_tranches,
)

RUN_PAGES = [
    page("run/", run.run_today, "run_today"),
    page("run/plan/", run_actions.plan_run, "run_plan"),
    page("run/<int:run_id>/progress/", run.run_progress, "run_progress"),
    page("run/<int:run_id>/tranches/", run_tranches.run_tranches, "run_tranches"),
    page("run/<int:run_id>/release/", run_actions.release_run, "run_release"),
    page("run/<int:run_id>/pause/", run_actions.pause_run, "run_pause"),
    page("run/<int:run_id>/resume/", run_actions.resume_run, "run_resume"),
    page("run/<int:run_id>/leave-out/", run_actions.leave_out_of_run, "run_leave_out"),
    page("run/<int:run_id>/ask/", run_actions.ask_to_release, "run_ask"),
    page("run/<int:run_id>/halt/", run_actions.halt_run, "run_halt"),
    page("run/<int:run_id>/stop/", run_actions.stop_run, "run_stop"),
    page("run/<int:run_id>/candidates/", run_candidates.run_candidates, "run_candidates"),
    page(
        "run/<int:run_id>/candidates/find/",
        run_candidates.run_candidates_find,
        "run_candidates_find",
    ),
    page(
        "run/<int:run_id>/candidates/export/",
        candidates_export.run_candidates_export,
        "run_candidates_export",
    ),
    page("candidate/<int:candidate_id>/", run_candidate.candidate, "candidate"),
]

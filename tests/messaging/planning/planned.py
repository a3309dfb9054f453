"""What tests of planning begin with: the run of a day, and who is in it."""

from datetime import datetime

from accounts.models import Lender
from messaging.models import Candidate, Run
from messaging.planning.service import plan
from tests import make


def run_of(lender: Lender, now: datetime) -> Run:
    return plan(lender=lender, day=make.DAY, by=None, now=now)


def the_candidate(run: Run) -> Candidate:
    return run.candidates.get()

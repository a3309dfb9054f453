"""A consent of its own lets a locked phone show what is owed; revoking it closes the screen."""

from datetime import datetime, timedelta

import pytest

from accounts.contact import consents
from messaging.content.lock_screen import AGREED, YES
from messaging.decisions.facts.batch_context import read_frame
from messaging.decisions.facts.gather import gather
from messaging.decisions.facts.rows import StagedLoan, Subject
from messaging.models import in_force
from tests import make, make_channels, make_messaging, make_runs

pytestmark = pytest.mark.django_db


def test_the_consent_opens_the_screen_and_its_end_closes_it(now: datetime) -> None:
    lender = make_runs.ready_lender()
    loan = make.loan(lender=lender, dpd=5)
    make_channels.address(loan.customer, "push", "dev:token")
    version = make_channels.variant(
        make_messaging.version(stage="dpd-4-7").template, "push", subject="还款提醒"
    )
    by = make.staff("agent")

    def content() -> dict[str, str]:
        frame = read_frame(lender=lender, policy=in_force.policy(lender, now)[1], now=now)
        subject = Subject(
            customer_id=loan.customer_id,
            loans=(StagedLoan(loan.pk, "dpd-4-7", 0),),
            template_version_id=version.pk,
            language="zh-hans",
            channel="push",
        )
        [found] = gather([subject], frame)
        assert found.text is not None
        return dict(found.text.content)

    assert "1,234.56" not in "".join(content().values())
    kind = consents.LOCK_SCREEN
    told = consents.give(loan.customer, kind=kind, via="call", evidence="rec. 12", by=by, now=now)
    assert AGREED not in content()  # one colleague's word
    consents.confirm(told, by=make.staff("agent"), now=now)
    opened = content()
    assert opened[AGREED] == YES
    assert "1,234.56" in opened["body"]
    consents.revoke(loan.customer, kind=kind, how="by call", by=by, now=now + timedelta(hours=1))
    assert AGREED not in content()

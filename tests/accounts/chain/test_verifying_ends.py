"""What is found where rows were sealed again afterwards: the end of the chain, and what is new."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from accounts.audit import trail
from accounts.chain import findings, sealer
from accounts.chain.verifying import verify
from accounts.models import AuditEntry, ChainLink
from accounts.models.chained import CurrentTransaction
from messaging.models import Candidate, Decision, Run
from tests.accounts.chain.planted import as_owner, run, some_of_everything

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sealed() -> None:
    trail.record(action="import", table="accounts_importfile", row_id="1", after={"rows": 3})
    sealer.seal()


def kinds(found: findings.Verified) -> set[str]:
    return {each.kind for each in found.findings}


def test_a_row_put_in_under_an_old_transaction_is_named(sealed: None) -> None:
    old = AuditEntry.objects.earliest("pk")
    as_owner(
        "accounts_auditentry",
        'INSERT INTO accounts_auditentry (at, source, reason, action, "table", row_id, tx)'
        " SELECT at, source, reason, action, \"table\", '999', tx FROM accounts_auditentry"
        f" WHERE id = {old.pk}",
    )
    sealer.seal()
    (only,) = verify().findings
    assert (only.kind, only.table) == (findings.INSERTED, "accounts_auditentry")


def test_a_row_that_says_it_is_older_is_named(sealed: None) -> None:
    run(
        'INSERT INTO accounts_auditentry (at, source, reason, action, "table", row_id)'
        " VALUES (now() - interval '2 days', '', '', 'update', 'accounts_lender', '1')"
    )
    sealer.seal()
    assert kinds(verify()) == {findings.BACKDATED}


def test_the_end_cut_off_with_its_rows_is_told_by_the_published_heads(
    sealed: None, heads: Path
) -> None:
    trail.record(action="import", table="accounts_importfile", row_id="9", after={})
    sealer.seal()
    last = ChainLink.objects.latest("number")
    as_owner("accounts_chainpart", f"DELETE FROM accounts_chainpart WHERE link_id = {last.number}")
    as_owner("accounts_chainlink", f"DELETE FROM accounts_chainlink WHERE number = {last.number}")
    as_owner("accounts_auditentry", "DELETE FROM accounts_auditentry WHERE row_id = '9'")
    assert verify().holds  # nothing in the database tells of it
    (only,) = verify(published=heads).findings
    assert (only.kind, only.link) == (findings.TRUNCATED, last.number)


def test_a_chain_made_anew_by_whoever_has_the_key_is_told_by_the_published_heads(
    sealed: None, heads: Path
) -> None:
    as_owner("accounts_chainpart", "DELETE FROM accounts_chainpart")
    as_owner("accounts_chainlink", "DELETE FROM accounts_chainlink")
    kept = heads.read_text()
    sealer.seal()
    heads.write_text(kept)
    assert verify().holds
    assert kinds(verify(published=heads)) == {findings.OTHER_CHAIN}


def test_since_reads_only_the_links_after_it(sealed: None) -> None:
    at = ChainLink.objects.latest("number").at
    trail.record(action="import", table="accounts_importfile", row_id="9", after={})
    sealer.seal()
    as_owner(
        "accounts_auditentry", "UPDATE accounts_auditentry SET source = 'x' WHERE row_id = '1'"
    )
    later = ChainLink.objects.latest("number").at
    found = verify(since=later)
    assert (found.links, found.holds) == (1, True)
    assert not verify(since=at).holds


def test_planned_decisions_withdrawn_by_planning_again_are_accounted_for(now: datetime) -> None:
    some_of_everything(now)
    run_of = Run.objects.get(pk=Decision.objects.get().message.run_id)
    candidate = Candidate.objects.get(run=run_of)
    as_owner("messaging_run", f"UPDATE messaging_run SET state = 'planned' WHERE id = {run_of.pk}")
    kept = Decision.objects.get()
    kept.pk, kept.message, kept.candidate, kept.phase = None, None, candidate, "plan"
    kept._state.adding = True
    kept.tx = CurrentTransaction()
    kept.save()
    sealer.seal()
    candidate.decisions.filter(phase="plan").delete()
    found = verify()
    assert (found.holds, found.withdrawn) == (True, 1)

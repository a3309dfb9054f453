"""What a lender says of itself beside its wording: hotline, hosts, and what is true of it.

They reach borrowers, so they change only with an approved version (messaging.models.LenderWording);
the columns of `Lender` are what is in force. Pure but for the SQL it writes down.
"""

from __future__ import annotations

from typing import Any, Protocol

TEXTS = ("hotline", "official_site", "check_host")
HOSTS = "allowed_hosts"
TRUTHS = ("reports_to_credit_registry", "late_fee_in_contract", "legal_action_approved")
FACTS = (*TEXTS, HOSTS, *TRUTHS)


class HasFacts(Protocol):
    """A lender, or what stands in for one."""

    hotline: str
    official_site: str
    check_host: str
    allowed_hosts: list[str]
    reports_to_credit_registry: bool
    late_fee_in_contract: bool
    legal_action_approved: bool


def facts_of(lender: HasFacts) -> dict[str, Any]:
    """As a version holds them: JSON-able, every name of FACTS."""
    return {name: getattr(lender, name) for name in FACTS}


# The same of a row, in SQL.
OF_ROW = "jsonb_build_object({})".format(
    ", ".join(
        f"'{name}', to_jsonb(NEW.{name})" if name == HOSTS else f"'{name}', NEW.{name}"
        for name in FACTS
    )
)
CHANGED = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in FACTS)

# The newest version that was approved with facts in it; an older one is no excuse.
GUARD = f"""
IF ({CHANGED}) AND {OF_ROW} IS DISTINCT FROM (
    SELECT facts FROM messaging_lenderwording
    WHERE lender_id = NEW.id AND state = 'approved' AND facts <> '{{}}'
    ORDER BY decided_at DESC, number DESC LIMIT 1
) THEN
    RAISE EXCEPTION 'nobody has approved these facts of the lender'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'facts_take_two_people';
END IF;
RETURN NEW;
"""  # noqa: S608 - names of columns only

TAKE_OVER = f"""
UPDATE accounts_lender SET
    {", ".join(f"{name} = NEW.facts ->> '{name}'" for name in TEXTS)},
    {HOSTS} = ARRAY(SELECT jsonb_array_elements_text(NEW.facts -> '{HOSTS}')),
    {", ".join(f"{name} = (NEW.facts ->> '{name}')::boolean" for name in TRUTHS)}
WHERE id = NEW.lender_id;
RETURN NULL;
"""  # noqa: S608 - names of columns only

"""What the database refuses of a message, whoever writes it, and what lenders are told of it."""

import pgtrigger

from accounts.models.event import EventKind
from accounts.models.rotating import is_rotation
from accounts.models.states import StateMachine
from accounts.models.told import ToldTogether
from messaging.models import introduced
from messaging.models.message_states import CONTACTS, OVER, TRANSITIONS
from messaging.policy.fields import EDUCATION_APART, EDUCATION_GAP

# What becomes of a text, as a lender's systems are told. The plan is kept, maybe one for a single
# row: NOT IN is answered by a hash all the same, a join might not be.
_TOLD = f"""
SELECT CASE n.state WHEN 'delivered' THEN '{EventKind.DELIVERED.value}'
        ELSE '{EventKind.UNDELIVERED.value}' END AS kind,
    COALESCE(n.final_at, clock_timestamp()) AS at,
    jsonb_build_object(
        'message_id', n.id, 'channel', n.channel, 'state', n.state, 'error', n.error_code) AS about,
    n.lender_id, n.customer_id, n.candidate_id, NULL::bigint AS loan_id, n.id AS place
FROM new_rows n WHERE n.state IN ('delivered', 'undelivered')
  AND (n.id, n.state) NOT IN (SELECT o.id, o.state FROM old_rows o)
"""  # noqa: S608  (kinds of ours)

_FOLLOWS = f"""
SELECT * INTO earlier FROM messaging_message WHERE id = NEW.follows_id FOR NO KEY UPDATE;
IF earlier.candidate_id IS DISTINCT FROM NEW.candidate_id OR NEW.candidate_id IS NULL
   OR NOT earlier.state = ANY (ARRAY['{"', '".join(sorted(OVER))}'])
   OR EXISTS (SELECT FROM messaging_message m WHERE m.candidate_id = NEW.candidate_id
              AND m.channel = NEW.channel) THEN
    RAISE EXCEPTION 'a message follows one of its candidate that is over, on another channel'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'it_follows_what_is_over';
END IF;
RETURN NEW;
"""  # noqa: S608  (states of ours)


_GONE = "state = ANY (ARRAY['" + "','".join(sorted(CONTACTS)) + "'])"

# The customers are locked by the claim already; whoever else writes is made to wait here, so that
# what another transaction has just claimed is seen.
_KEEPS_ITS_DISTANCE = f"""
PERFORM FROM accounts_customer WHERE id = NEW.customer_id OR id IN (
    SELECT customer_id FROM accounts_contactpoint WHERE address_hash = NEW.address_hash)
ORDER BY id FOR NO KEY UPDATE;
SELECT CASE WHEN m.content_class = 'education' THEN 'education_keeps_its_gap'
       ELSE 'education_keeps_from_reminders' END INTO near
FROM (
    SELECT * FROM messaging_message WHERE customer_id = NEW.customer_id
    UNION ALL
    SELECT * FROM messaging_message WHERE address_hash = NEW.address_hash
) AS m
WHERE m.id <> NEW.id AND (
    m.content_class = 'education' AND m.{_GONE}
        AND m.claimed_at > NEW.claimed_at - interval '{EDUCATION_GAP * 24} hours'
    OR m.content_class = 'collection_service' AND (
        m.{_GONE} AND m.claimed_at > NEW.claimed_at - interval '{EDUCATION_APART * 24} hours'
        OR m.state = 'queued'))
LIMIT 1;
IF near IS NOT NULL THEN
    RAISE EXCEPTION 'useful knowledge is seldom, and keeps away from reminders'
        USING ERRCODE = 'check_violation', CONSTRAINT = near;
END IF;
RETURN NEW;
"""  # noqa: S608  (states and figures of ours)


TRIGGERS = [
    StateMachine(name="message_states", transitions=TRANSITIONS),
    pgtrigger.Trigger(
        name="it_follows_what_is_over",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("earlier", "messaging_message%ROWTYPE")],
        condition=pgtrigger.Q(new__follows__isnull=False),
        func=_FOLLOWS,
    ),
    pgtrigger.Protect(
        name="what_it_follows_is_fixed",
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__follows__df=pgtrigger.F("new__follows"))
        | pgtrigger.Q(old__candidate__df=pgtrigger.F("new__candidate")),
    ),
    pgtrigger.Trigger(
        name="useful_knowledge_keeps_its_distance",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(
            "NEW.content_class = 'education' AND NEW.state = 'claimed' AND OLD.state <> 'claimed'"
        ),
        declare=[("near", "text")],
        func=_KEEPS_ITS_DISTANCE,
    ),
    # Judged in the condition: a function call for every receipt costs more than its update.
    pgtrigger.Trigger(
        name="what_left_is_fixed",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        # The text may move to another key, and only that.
        condition=pgtrigger.Condition(f"""
                OLD.state IN ('accepted', 'delivered', 'undelivered', 'unknown', 'unresolved')
                AND (
                    OLD.customer_id IS DISTINCT FROM NEW.customer_id
                    OR OLD.address_hash IS DISTINCT FROM NEW.address_hash
                    OR OLD.template_version_id IS DISTINCT FROM NEW.template_version_id
                    OR OLD.handed_over_at IS DISTINCT FROM NEW.handed_over_at
                    OR OLD.gateway_id IS DISTINCT FROM NEW.gateway_id
                    OR OLD.text_digest IS DISTINCT FROM NEW.text_digest
                    OR (NEW.body_enc IS DISTINCT FROM OLD.body_enc
                        AND NOT COALESCE({is_rotation("body_enc")}, false))
                )
                """),
        func="""
                RAISE EXCEPTION 'message % has left and cannot be changed', OLD.id
                    USING ERRCODE = 'check_violation';
                """,
    ),
    pgtrigger.Protect(name="messages_are_kept", operation=pgtrigger.Delete),
    introduced.of_rows("no_message_of_a_new_lender"),
    pgtrigger.Protect(
        name="a_message_stays_its_lenders",
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition("OLD.lender_id IS DISTINCT FROM NEW.lender_id"),
    ),
    # Once a statement: receipts come by the thousand.
    ToldTogether(
        name="what_became_of_it_is_told",
        kinds=(EventKind.DELIVERED.value, EventKind.UNDELIVERED.value),
        operation=pgtrigger.Update,
        names=("message_id", "channel", "state", "error", "loan_nos"),
        rows=_TOLD,
    ),
]

"""Who closes a complaint, and who looks at it again: what PostgreSQL keeps of it.

Whoever may be meant by it does not close it: who dialled the customer or wrote to them in the days
before, who released the run of a message it is about, who wrote or approved its text where the
complaint is about words, and whom it names.

What was closed is looked at again by somebody who had no part in it: where the customer is said to
have withdrawn it, where it is about threats or was about words, where a message was taken off it or
more time given by whoever works on it, and by chance besides: nobody can know of which.
"""

BEFORE_DAYS = 30
"""Calls and answers so long before it may be what it is about. Our own proposal (P)."""

ONE_OF = 10
"""Of the others one in so many is drawn. Our own proposal (P)."""

ABOUT_WORDS = ("conduct", "wording")
"""Categories of complaints that are about what a text says."""

_IS_ABOUT = f"""
NEW.resolved_by_id = ANY (NEW.not_closed_by)
OR EXISTS (
    SELECT FROM messaging_call c
    WHERE c.customer_id = NEW.customer_id AND c.by_id = NEW.resolved_by_id
      AND c.outcome <> 'not_made' AND c.begun_at <= NEW.opened_at
      AND c.begun_at > NEW.opened_at - interval '{BEFORE_DAYS} days')
OR EXISTS (
    SELECT FROM messaging_message m JOIN messaging_answer a ON a.message_id = m.id
    WHERE m.customer_id = NEW.customer_id AND a.by_id = NEW.resolved_by_id
      AND m.created_at <= NEW.opened_at
      AND m.created_at > NEW.opened_at - interval '{BEFORE_DAYS} days')
OR EXISTS (
    SELECT FROM feedback_complaintmessage l
    JOIN messaging_message m ON m.id = l.message_id
    LEFT JOIN messaging_run r ON r.id = m.run_id
    LEFT JOIN messaging_answer a ON a.message_id = m.id
    LEFT JOIN messaging_templateversion v ON v.id = m.template_version_id
    WHERE l.complaint_id = NEW.id AND (
        NEW.resolved_by_id IN (r.released_by_id, a.by_id)
        OR NEW.category IN {ABOUT_WORDS} AND (
            NEW.resolved_by_id IN (v.author_id, v.submitted_by_id, v.decided_by_id)
            OR NEW.resolved_by_id = ANY (v.editors))))
"""  # noqa: S608 - no value is put in

CLOSING = f"""
IF TG_OP = 'INSERT' THEN
    NEW.drawn := false;
    RETURN NEW;
END IF;
IF NOT NEW.not_closed_by @> OLD.not_closed_by THEN
    RAISE EXCEPTION 'whom a complaint names stays named'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'who_is_named_stays_named';
END IF;
NEW.drawn := OLD.drawn OR NEW.is_complex
    OR OLD.category IN {ABOUT_WORDS} AND NEW.category NOT IN {ABOUT_WORDS}
    OR OLD.template_version_id IS NOT NULL
       AND NEW.template_version_id IS DISTINCT FROM OLD.template_version_id;
IF NEW.state = 'resolved' AND OLD.state IN ('open', 'in_progress') THEN
    IF NOT huancui_is_acting(NEW.resolved_by_id) THEN
        RAISE EXCEPTION 'who closes a complaint is who acts' USING ERRCODE = 'check_violation';
    END IF;
    IF {_IS_ABOUT} THEN
        RAISE EXCEPTION 'nobody closes a complaint about themselves'
            USING ERRCODE = 'check_violation',
                  CONSTRAINT = 'nobody_closes_a_complaint_about_themselves';
    END IF;
    NEW.looked_at_by_id := NULL;
    NEW.looked_at := NULL;
    NEW.drawn := NEW.severity <> 'severe' AND (
        NEW.drawn OR NEW.outcome = 'withdrawn' AND NEW.withdrawn_at IS NULL
        OR NEW.category = 'conduct' OR random() * {ONE_OF} < 1);
ELSIF (NEW.looked_at_by_id, NEW.looked_at) IS DISTINCT FROM (OLD.looked_at_by_id, OLD.looked_at)
      OR OLD.state = 'resolved' AND NEW.state = 'in_progress' THEN
    IF OLD.state <> 'resolved' OR NEW.looked_at IS NULL
       OR NOT COALESCE(huancui_is_acting(NEW.looked_at_by_id), false)
       OR NEW.looked_at_by_id = OLD.resolved_by_id OR NEW.looked_at_by_id = ANY (OLD.worked_by)
       OR NEW.looked_at_by_id = ANY (OLD.not_closed_by) THEN
        RAISE EXCEPTION 'a closing is looked at by somebody who had no part in it'
            USING ERRCODE = 'check_violation',
                  CONSTRAINT = 'somebody_else_looks_at_a_closing';
    END IF;
    IF NEW.state = 'in_progress' THEN  -- and who closed it too soon does not close it again
        NEW.not_closed_by := array_append(NEW.not_closed_by, OLD.resolved_by_id);
    END IF;
END IF;
RETURN NEW;
"""

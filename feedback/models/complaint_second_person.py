"""Who has worked on a complaint, and that a severe one takes somebody else to close."""

# Who logged or ever owned it is remembered, whatever path writes, so that a severe one is closed
# by somebody else; and what was severe stays so, or one person could make it less and close it.
SECOND_PERSON = """
IF TG_OP = 'INSERT' THEN
    NEW.worked_by := ARRAY[]::bigint[];
ELSE
    NEW.worked_by := OLD.worked_by;
END IF;
IF NEW.opened_by_id IS NOT NULL AND NOT NEW.opened_by_id = ANY (NEW.worked_by) THEN
    NEW.worked_by := array_append(NEW.worked_by, NEW.opened_by_id);
END IF;
IF NEW.owner_id IS NOT NULL AND NOT NEW.owner_id = ANY (NEW.worked_by) THEN
    NEW.worked_by := array_append(NEW.worked_by, NEW.owner_id);
END IF;
IF TG_OP = 'UPDATE' THEN
    IF NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at
       AND (OLD.withdrawn_at IS NOT NULL OR NEW.state <> OLD.state
            OR OLD.state NOT IN ('open', 'in_progress')) THEN
        RAISE EXCEPTION 'an open complaint is withdrawn once, and that closes nothing'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_withdrawal_closes_nothing';
    END IF;
    IF OLD.severity = 'severe' AND NEW.severity <> 'severe' THEN
        RAISE EXCEPTION 'a severe complaint stays severe'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'what_was_severe_stays_severe';
    END IF;
    IF NEW.severity = 'severe' AND NEW.state = 'resolved' AND OLD.state IN ('open', 'in_progress')
       AND NEW.resolved_by_id = ANY (NEW.worked_by) THEN
        RAISE EXCEPTION 'a_severe_complaint_needs_a_second_person: who worked on it does not close'
            USING ERRCODE = 'check_violation',
                  CONSTRAINT = 'a_severe_complaint_needs_a_second_person';
    END IF;
END IF;
RETURN NEW;
"""

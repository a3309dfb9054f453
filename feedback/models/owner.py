"""Whoever has a piece of work sees it: given to somebody of another lender, it would lie there
unseen, and where nobody has it an alarm would have told."""

WHO_HAS_IT_SEES_IT = """
IF NOT {} THEN
    RAISE EXCEPTION 'who has it does not see it'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'who_has_it_sees_it';
END IF;
RETURN NEW;
"""

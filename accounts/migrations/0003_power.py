"""Guards of what gives a person power; written by hand, since they stand on Django's own tables.

A role, a training record and a login that is open again each use up one approved request
(accounts.models.staff_request); none of them can be had by writing to its table alone.
"""

from django.db import migrations

# Nobody gives a lender's people to a colleague who does not work with them; of all lenders (NULL),
# who works with all. Nor a role, a password or a login to a colleague who works with others: with
# two people of one lender behind it, that login would be theirs, and the others' people with it.
GIVES = """
CREATE FUNCTION huancui_gives(person bigint, asked accounts_staffrequest) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN asked.kind = 'lender' THEN huancui_works_with(person, asked.lender_id)
        ELSE huancui_works_with_colleague(person, asked.subject_id) END
$$;
"""

# Until two administrators were made there is nobody to ask: the command that makes them may.
CHECK_REQUEST = """
CREATE FUNCTION huancui_check_request(
    op text, was accounts_staffrequest, is_now accounts_staffrequest
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF op = 'INSERT' THEN
        IF is_now.asked_by_id IS NULL THEN
            IF (SELECT count(*) FROM accounts_staffrequest
                WHERE kind = 'role' AND role = 'administrator' AND used_at IS NOT NULL) >= 2 THEN
                RAISE EXCEPTION 'there are administrators: one of them asks' USING
                    ERRCODE = 'check_violation', CONSTRAINT = 'a_person_takes_two_people';
            END IF;
        ELSIF is_now.state <> 'asked' OR is_now.used_at IS NOT NULL THEN
            RAISE EXCEPTION 'a request begins as asked' USING
                ERRCODE = 'check_violation', CONSTRAINT = 'a_request_begins_as_asked';
        ELSIF NOT huancui_is_acting(is_now.asked_by_id)
                OR NOT huancui_may(is_now.asked_by_id, 'accounts', 'ask_staffrequest') THEN
            RAISE EXCEPTION 'who asks may not' USING
                ERRCODE = 'check_violation', CONSTRAINT = 'who_asks_may';
        ELSIF NOT huancui_gives(is_now.asked_by_id, is_now) THEN
            RAISE EXCEPTION 'who asks does not work with these people' USING
                ERRCODE = 'check_violation', CONSTRAINT = 'who_gives_people_has_them';
        END IF;
    ELSIF was.state = 'asked' AND is_now.state IN ('approved', 'refused')
            AND NOT (huancui_is_acting(is_now.decided_by_id)
                AND huancui_may(is_now.decided_by_id, 'accounts', 'decide_staffrequest')) THEN
        RAISE EXCEPTION 'who decides may not' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'who_decides_may';
    ELSIF was.state = 'asked' AND is_now.state = 'approved'
            AND NOT huancui_gives(is_now.decided_by_id, is_now) THEN
        RAISE EXCEPTION 'who approves does not work with these people' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'who_gives_people_has_them';
    ELSIF was.used_at IS NOT NULL AND is_now.used_at IS DISTINCT FROM was.used_at THEN
        RAISE EXCEPTION 'a request is used once' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'a_request_is_used_once';
    END IF;
END;
$$;
"""

# Which approved request gives this; it is used up. Raises when there is none.
USE_UP = """
CREATE FUNCTION huancui_use_request(
    what text, person bigint, of_role text, of_course bigint, on_day date, of_lender bigint
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE accounts_staffrequest SET used_at = clock_timestamp() WHERE id = (
        SELECT id FROM accounts_staffrequest
        WHERE kind = what AND subject_id = person AND state = 'approved' AND used_at IS NULL
          AND role = of_role AND course_id IS NOT DISTINCT FROM of_course
          AND passed_on IS NOT DISTINCT FROM on_day
          AND lender_id IS NOT DISTINCT FROM of_lender
        ORDER BY id LIMIT 1 FOR UPDATE);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'nobody has approved this %', what USING
            ERRCODE = 'check_violation', CONSTRAINT = 'a_person_takes_two_people';
    END IF;
END;
$$;
"""

# An administrator holds no business role: who makes logins neither writes nor approves texts.
ROLE_GIVEN = """
CREATE FUNCTION huancui_role_given() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    given text := (SELECT name FROM auth_group WHERE id = NEW.group_id);
BEGIN
    PERFORM 1 FROM accounts_user WHERE id = NEW.user_id FOR UPDATE;
    IF EXISTS (
        SELECT FROM accounts_user_groups h JOIN auth_group g ON g.id = h.group_id
        WHERE h.user_id = NEW.user_id AND (given = 'administrator') <> (g.name = 'administrator')
    ) THEN
        RAISE EXCEPTION 'an administrator holds no other role' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'an_administrator_holds_no_other_role';
    END IF;
    PERFORM huancui_use_request('role', NEW.user_id, given, NULL, NULL, NULL);
    RETURN NEW;
END;
$$;
CREATE TRIGGER a_role_takes_two_people BEFORE INSERT ON accounts_user_groups
    FOR EACH ROW EXECUTE FUNCTION huancui_role_given();
CREATE FUNCTION huancui_role_on_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM huancui_audit(
        TG_OP, TG_TABLE_NAME,
        CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) || jsonb_build_object(
            'role', (SELECT name FROM auth_group WHERE id = OLD.group_id)) END,
        CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) || jsonb_build_object(
            'role', (SELECT name FROM auth_group WHERE id = NEW.group_id)) END,
        'user_id', ARRAY[]::text[], ARRAY[]::text[]);
    RETURN NULL;
END;
$$;
CREATE TRIGGER roles_are_on_record AFTER INSERT OR DELETE ON accounts_user_groups
    FOR EACH ROW EXECUTE FUNCTION huancui_role_on_record();
CREATE FUNCTION huancui_never() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'permissions come from roles, and roles are given or taken' USING
        ERRCODE = 'check_violation', CONSTRAINT = 'permissions_come_from_roles';
END;
$$;
CREATE TRIGGER a_role_does_not_change BEFORE UPDATE ON accounts_user_groups
    FOR EACH ROW EXECUTE FUNCTION huancui_never();
CREATE TRIGGER permissions_come_from_roles BEFORE INSERT OR UPDATE
    ON accounts_user_user_permissions FOR EACH ROW EXECUTE FUNCTION huancui_never();
"""

TRAINED = """
CREATE FUNCTION huancui_training_recorded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM huancui_use_request('training', NEW.user_id, '', NEW.course_id, NEW.passed_on, NULL);
    ELSIF NEW.user_id <> OLD.user_id OR NEW.course_id <> OLD.course_id
            OR NEW.valid_until > OLD.valid_until THEN
        RAISE EXCEPTION 'a training record is not rewritten' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'a_person_takes_two_people';
    END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER a_training_takes_two_people BEFORE INSERT OR UPDATE ON accounts_trainingrecord
    FOR EACH ROW EXECUTE FUNCTION huancui_training_recorded();
"""

# A login that is new has no role and no password: it opens nothing.
LOGIN_OPEN = """
CREATE FUNCTION huancui_login_opened() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.is_superuser AND EXISTS (SELECT FROM huancui_installation WHERE mode = 'production') THEN
        RAISE EXCEPTION 'nobody stands above the roles' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'nobody_stands_above_the_roles';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.email <> '' AND NEW.email <> OLD.email
            AND OLD.password NOT LIKE '!%' AND huancui_actor() IS DISTINCT FROM NEW.id THEN
        RAISE EXCEPTION 'links to a password go to this address' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'an_address_is_its_persons_own';
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.email <> OLD.email AND huancui_actor() IS DISTINCT FROM NEW.id
            AND EXISTS (SELECT FROM accounts_staffrequest
                        WHERE subject_id = NEW.id AND kind = 'password' AND state = 'asked') THEN
        RAISE EXCEPTION 'the address that a second person is asked about stays as it is'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'an_address_stays_as_asked';
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.is_active AND NOT OLD.is_active THEN
        PERFORM huancui_use_request('login', NEW.id, '', NULL, NULL, NULL);
    END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER a_login_takes_two_people BEFORE INSERT OR UPDATE ON accounts_user
    FOR EACH ROW EXECUTE FUNCTION huancui_login_opened();
"""

# Less power takes one person, but nobody takes away the last who watches them: an auditor is told
# of unusual looks and reads the trail, of the people of each lender. Another is made first.
WATCHED = """
CREATE FUNCTION huancui_keep_watched(person bigint, row_gone bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    watching bigint[];
BEGIN
    IF huancui_actor() IS NULL THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(7310023);
    SELECT array_agg(u.id) INTO watching FROM accounts_user u
        JOIN accounts_user_groups h ON h.user_id = u.id JOIN auth_group g ON g.id = h.group_id
        WHERE u.is_active AND g.name = 'auditor';
    IF person = ANY (watching) AND (
        row_gone IS NULL AND array_length(watching, 1) = 1
        OR EXISTS (
            SELECT FROM accounts_stafflender w
            WHERE w.user_id = person AND (row_gone IS NULL OR w.id = row_gone)
              AND NOT EXISTS (
                  SELECT FROM accounts_stafflender o
                  WHERE o.user_id = ANY (watching) AND o.user_id <> person
                    AND (o.lender_id IS NULL OR o.lender_id = w.lender_id)))
    ) THEN
        RAISE EXCEPTION 'nobody else would watch: make another auditor first' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'somebody_watches';
    END IF;
END;
$$;
-- Whether, without `actor` and without whom they take away, there is still an administrator to ask
-- and another person to decide, who work with all lenders: else a login closed in malice stays
-- closed for good.
CREATE FUNCTION huancui_others_can_mend(actor bigint, gone bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    WITH able AS (
        SELECT u.id, bool_or(g.name = 'administrator') AS asks FROM accounts_user u
        JOIN accounts_user_groups h ON h.user_id = u.id JOIN auth_group g ON g.id = h.group_id
        WHERE u.is_active AND g.name IN ('administrator', 'supervisor')
          AND u.id <> actor AND u.id IS DISTINCT FROM gone AND huancui_works_with(u.id, NULL)
        GROUP BY u.id
    )
    SELECT EXISTS (SELECT FROM able a JOIN able d ON d.id <> a.id WHERE a.asks)
$$;
CREATE FUNCTION huancui_keep_mendable(person bigint, of_group bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    actor bigint := huancui_actor();
BEGIN
    IF actor IS NULL OR actor = person OR of_group IS NOT NULL AND NOT EXISTS (
            SELECT FROM auth_group g
            WHERE g.id = of_group AND g.name IN ('administrator', 'supervisor')) THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(7310023);
    IF huancui_others_can_mend(actor, NULL) AND NOT huancui_others_can_mend(actor, person) THEN
        RAISE EXCEPTION 'nobody else could give power again: make another administrator first'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'others_can_mend';
    END IF;
END;
$$;
CREATE FUNCTION huancui_auditor_gone() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    person bigint := CASE WHEN TG_TABLE_NAME = 'accounts_user'
        THEN (to_jsonb(OLD) ->> 'id')::bigint ELSE (to_jsonb(OLD) ->> 'user_id')::bigint END;
BEGIN
    -- Nor do people of one lender take away who works for others.
    PERFORM huancui_require_all_concerned(
        huancui_actor() IS NULL OR huancui_works_with_colleague(huancui_actor(), person));
    PERFORM huancui_keep_mendable(person, (to_jsonb(OLD) ->> 'group_id')::bigint);
    IF TG_TABLE_NAME = 'accounts_user' THEN
        PERFORM huancui_keep_watched(OLD.id, NULL);
        RETURN NEW;
    ELSIF TG_TABLE_NAME = 'accounts_stafflender' THEN
        PERFORM huancui_keep_watched(OLD.user_id, OLD.id);
    ELSIF (SELECT name FROM auth_group WHERE id = OLD.group_id) = 'auditor' THEN
        PERFORM huancui_keep_watched(OLD.user_id, NULL);
    END IF;
    RETURN OLD;
END;
$$;
CREATE TRIGGER somebody_watches BEFORE UPDATE ON accounts_user FOR EACH ROW
    WHEN (OLD.is_active AND NOT NEW.is_active) EXECUTE FUNCTION huancui_auditor_gone();
CREATE TRIGGER somebody_watches BEFORE DELETE ON accounts_user_groups
    FOR EACH ROW EXECUTE FUNCTION huancui_auditor_gone();
CREATE TRIGGER somebody_watches BEFORE DELETE ON accounts_stafflender
    FOR EACH ROW EXECUTE FUNCTION huancui_auditor_gone();
"""

# Who may not have texts sent to a telephone of their own any more has none here.
NUMBER_ENDS = """
CREATE FUNCTION huancui_role_lost() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT huancui_may(OLD.user_id, 'accounts', 'add_staffnumber') THEN
        PERFORM huancui_end_numbers_of(OLD.user_id);
    END IF;
    RETURN NULL;
END;
$$;
CREATE TRIGGER a_lost_role_ends_ones_number AFTER DELETE ON accounts_user_groups
    FOR EACH ROW EXECUTE FUNCTION huancui_role_lost();
"""

DROP = """
DROP TRIGGER a_lost_role_ends_ones_number ON accounts_user_groups;
DROP FUNCTION huancui_role_lost();
DROP TRIGGER somebody_watches ON accounts_stafflender;
DROP TRIGGER somebody_watches ON accounts_user_groups;
DROP TRIGGER somebody_watches ON accounts_user;
DROP FUNCTION huancui_auditor_gone();
DROP FUNCTION huancui_keep_mendable(bigint, bigint);
DROP FUNCTION huancui_others_can_mend(bigint, bigint);
DROP FUNCTION huancui_keep_watched(bigint, bigint);
DROP TRIGGER a_login_takes_two_people ON accounts_user;
DROP TRIGGER a_training_takes_two_people ON accounts_trainingrecord;
DROP TRIGGER permissions_come_from_roles ON accounts_user_user_permissions;
DROP TRIGGER a_role_does_not_change ON accounts_user_groups;
DROP TRIGGER roles_are_on_record ON accounts_user_groups;
DROP TRIGGER a_role_takes_two_people ON accounts_user_groups;
DROP FUNCTION huancui_login_opened();
DROP FUNCTION huancui_training_recorded();
DROP FUNCTION huancui_never();
DROP FUNCTION huancui_role_on_record();
DROP FUNCTION huancui_role_given();
DROP FUNCTION huancui_use_request(text, bigint, text, bigint, date, bigint);
DROP FUNCTION huancui_check_request(text, accounts_staffrequest, accounts_staffrequest);
DROP FUNCTION huancui_gives(bigint, accounts_staffrequest);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_functions"), ("config", "0002_installation")]
    operations = [
        migrations.RunSQL(
            GIVES
            + CHECK_REQUEST
            + USE_UP
            + ROLE_GIVEN
            + TRAINED
            + LOGIN_OPEN
            + WATCHED
            + NUMBER_ENDS,
            DROP,
        )
    ]

"""A case is moved by its history and by nothing else, and the history cannot be changed."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION cases_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'cases_append_only';
END $$;

-- Which status may follow which: the national list (kernel/cases/statuses.py NEXT; a test holds the two together).
CREATE FUNCTION cases_may_follow(old integer, new integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT old = new OR (old, new) IN (
        (1, 2), (1, 3), (1, 5), (1, 7),
        (2, 4), (2, 7), (2, 8),
        (4, 5), (4, 6), (4, 7), (4, 8), (4, 9),
        (5, 1), (5, 3), (5, 4), (5, 7), (5, 8),
        (6, 4), (6, 7), (6, 8), (6, 9),
        (7, 4), (7, 8),
        (9, 10)
    )
$$;

-- An event moves its case. Who read an older revision loses: the number he brings is not the next one.
CREATE FUNCTION cases_move() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found_case cases_case;
BEGIN
    SELECT * INTO found_case FROM cases_case WHERE id = NEW.case_id FOR NO KEY UPDATE;
    IF found_case.revision <> NEW.number - 1 THEN
        RAISE EXCEPTION 'case % is at revision %, not %', NEW.case_id, found_case.revision, NEW.number - 1
            USING ERRCODE = 'serialization_failure', CONSTRAINT = 'cases_revision';
    ELSIF NOT cases_may_follow(found_case.status, NEW.status) THEN
        RAISE EXCEPTION 'status % does not follow %', NEW.status, found_case.status
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'cases_status_follows';
    END IF;
    UPDATE cases_case SET status = NEW.status, revision = NEW.number WHERE id = NEW.case_id;
    RETURN NULL;
END $$;

CREATE FUNCTION cases_only_by_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 AND (NEW.status, NEW.revision) IS DISTINCT FROM (OLD.status, OLD.revision) THEN
        RAISE EXCEPTION 'a case moves by its events only'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'cases_only_by_event';
    ELSIF (NEW.code, NEW.version_id, NEW.applicant_id, NEW.filing_id, NEW.parent_id, NEW.unit_code, NEW.channel,
           NEW.submitted_at)
        IS DISTINCT FROM (OLD.code, OLD.version_id, OLD.applicant_id, OLD.filing_id, OLD.parent_id, OLD.unit_code,
           OLD.channel, OLD.submitted_at) THEN
        RAISE EXCEPTION 'what a case was filed as does not change'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'cases_filed_facts';
    ELSIF OLD.received_at IS NOT NULL AND NEW.received_at IS DISTINCT FROM OLD.received_at THEN
        RAISE EXCEPTION 'the hour of receipt does not change'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'cases_filed_facts';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION cases_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.revision <> 0 OR NEW.status <> 1 THEN
        RAISE EXCEPTION 'a case begins as filed'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'cases_only_by_event';
    END IF;
    RETURN NEW;
END $$;

-- Codes of a day follow each other: the counter goes up by one.
CREATE FUNCTION cases_count_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (TG_OP = 'INSERT' AND NEW.last <> 1)
        OR (TG_OP = 'UPDATE' AND (NEW.last <> OLD.last + 1 OR (NEW.agency, NEW.day) <> (OLD.agency, OLD.day))) THEN
        RAISE EXCEPTION 'file codes are given out one by one'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'cases_counter_gapless';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER cases_no_change BEFORE UPDATE OR DELETE ON cases_caseevent
    FOR EACH STATEMENT EXECUTE FUNCTION cases_refuse();
CREATE TRIGGER cases_no_change BEFORE UPDATE OR DELETE ON cases_procedureversion
    FOR EACH STATEMENT EXECUTE FUNCTION cases_refuse();
CREATE TRIGGER cases_no_change BEFORE UPDATE OR DELETE ON cases_filing
    FOR EACH STATEMENT EXECUTE FUNCTION cases_refuse();
CREATE TRIGGER cases_no_change BEFORE UPDATE OR DELETE ON cases_extension
    FOR EACH STATEMENT EXECUTE FUNCTION cases_refuse();
CREATE TRIGGER cases_no_delete BEFORE DELETE ON cases_case
    FOR EACH STATEMENT EXECUTE FUNCTION cases_refuse();
CREATE TRIGGER cases_no_delete BEFORE DELETE ON cases_filecounter
    FOR EACH STATEMENT EXECUTE FUNCTION cases_refuse();
CREATE TRIGGER cases_begins BEFORE INSERT ON cases_case
    FOR EACH ROW EXECUTE FUNCTION cases_begins();
CREATE TRIGGER cases_only_by_event BEFORE UPDATE ON cases_case
    FOR EACH ROW EXECUTE FUNCTION cases_only_by_event();
CREATE TRIGGER cases_move AFTER INSERT ON cases_caseevent
    FOR EACH ROW EXECUTE FUNCTION cases_move();
CREATE TRIGGER cases_count_up BEFORE INSERT OR UPDATE ON cases_filecounter
    FOR EACH ROW EXECUTE FUNCTION cases_count_up();

-- Searching names inside and from the left without an extension: lower-case folded text, prefix of any word.
CREATE INDEX cases_code_prefix ON cases_case (code text_pattern_ops);
CREATE INDEX cases_words ON cases_case USING gin (string_to_array(applicant_fold, ' '));
"""

UNDO = """
DROP INDEX cases_code_prefix, cases_words;
DROP FUNCTION cases_refuse, cases_may_follow, cases_move, cases_only_by_event, cases_begins, cases_count_up CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [migrations.RunSQL(FUNCTIONS, reverse_sql=UNDO)]

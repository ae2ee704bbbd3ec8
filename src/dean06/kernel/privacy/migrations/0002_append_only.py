"""The database itself keeps consents and histories as they were; looks before today were never announced and stay so."""

from django.db import migrations

CREATE = """
CREATE FUNCTION privacy_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what persons decided is append-only: % of % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION privacy_consent_only_withdrawn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL
        AND (to_jsonb(NEW) - 'withdrawn_at' - 'withdrawal_entry_id')
            = (to_jsonb(OLD) - 'withdrawn_at' - 'withdrawal_entry_id') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a consent changes once, when it is withdrawn' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER privacy_consent_kept BEFORE DELETE ON privacy_consent
    FOR EACH STATEMENT EXECUTE FUNCTION privacy_refuse();
CREATE TRIGGER privacy_consent_once BEFORE UPDATE ON privacy_consent
    FOR EACH ROW EXECUTE FUNCTION privacy_consent_only_withdrawn();
CREATE TRIGGER privacy_event_kept BEFORE UPDATE ON privacy_requestevent
    FOR EACH STATEMENT EXECUTE FUNCTION privacy_refuse();
CREATE TRIGGER privacy_proof_kept BEFORE UPDATE OR DELETE ON privacy_deletionproof
    FOR EACH STATEMENT EXECUTE FUNCTION privacy_refuse();

ALTER TABLE privacy_deletionproof ADD CONSTRAINT deletion_of_whole_digests
    CHECK (octet_length(root) = 32 AND octet_length(digests) = 32 * count);

INSERT INTO privacy_scancursor (id, next_index) SELECT 1, coalesce(max(tree_index) + 1, 0) FROM audit_auditleaf;
"""
UNDO = """
DELETE FROM privacy_scancursor;
ALTER TABLE privacy_deletionproof DROP CONSTRAINT deletion_of_whole_digests;
DROP FUNCTION privacy_refuse, privacy_consent_only_withdrawn CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_initial"), ("audit", "0001_initial")]

    operations = [migrations.RunSQL(CREATE, UNDO)]

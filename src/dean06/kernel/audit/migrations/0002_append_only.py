"""The database itself refuses to change the log. Length checks live here too: Django has no expression for octet_length."""

from django.db import migrations

ONLY_INSERT = ("auditentry", "auditsubject", "auditleaf", "auditcheckpoint")
TABLES = (*ONLY_INSERT, "auditpending", "audittile")

FUNCTIONS = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only: % of % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION audit_tile_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.level = OLD.level AND NEW.tile_index = OLD.tile_index
        AND octet_length(NEW.hashes) > octet_length(OLD.hashes)
        AND substring(NEW.hashes FROM 1 FOR octet_length(OLD.hashes)) = OLD.hashes THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the audit log is append-only: a tile may only grow' USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION audit_pending_was_placed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM gone WHERE NOT EXISTS
        (SELECT FROM audit_auditleaf leaf WHERE leaf.entry_id = gone.entry_id AND leaf.leaf_hash = gone.leaf_hash)) THEN
        RAISE EXCEPTION 'the audit log is append-only: an entry leaves the waiting list only for its place in the tree'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;

-- The usual case of sequencing in one round trip (sequencer.sequence_if_free): NULL when another process is at it,
-- -1 when the next entry makes a tile full, else the number of entries placed. Every statement of a volatile function takes its
-- own snapshot, so max() is read after the lock is held. The commit need not wait for the disk: a batch lost in a crash
-- is made again from the waiting list.
CREATE FUNCTION audit_place_few(namespace integer, log integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    first bigint;
    room integer;
    placed integer;
BEGIN
    IF NOT pg_try_advisory_xact_lock(namespace, log) THEN
        RETURN NULL;
    END IF;
    PERFORM set_config('synchronous_commit', 'off', true);
    SELECT coalesce(max(tree_index) + 1, 0) INTO first FROM audit_auditleaf;
    room := 255 - first % 256;
    IF room = 0 THEN
        RETURN -1;
    END IF;
    WITH taken AS (
        DELETE FROM audit_auditpending
        WHERE entry_id IN (SELECT entry_id FROM audit_auditpending ORDER BY entry_id LIMIT room)
        RETURNING entry_id, leaf_hash
    )
    INSERT INTO audit_auditleaf (tree_index, entry_id, leaf_hash)
    SELECT first + row_number() OVER (ORDER BY entry_id) - 1, entry_id, leaf_hash FROM taken;
    GET DIAGNOSTICS placed = ROW_COUNT;
    RETURN placed;
END $$;

CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit_auditpending FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_only_placed AFTER DELETE ON audit_auditpending REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION audit_pending_was_placed();
CREATE TRIGGER audit_only_grows BEFORE UPDATE ON audit_audittile FOR EACH ROW EXECUTE FUNCTION audit_tile_grows();
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit_audittile FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();

ALTER TABLE audit_audittile ADD CONSTRAINT audit_tile_of_whole_hashes
    CHECK (octet_length(hashes) BETWEEN 32 AND 8192 AND octet_length(hashes) % 32 = 0);
ALTER TABLE audit_auditleaf ADD CONSTRAINT audit_leaf_is_sha256 CHECK (octet_length(leaf_hash) = 32);
ALTER TABLE audit_auditpending ADD CONSTRAINT audit_pending_is_sha256 CHECK (octet_length(leaf_hash) = 32);
"""

UNDO = """
ALTER TABLE audit_auditpending DROP CONSTRAINT audit_pending_is_sha256;
ALTER TABLE audit_auditleaf DROP CONSTRAINT audit_leaf_is_sha256;
ALTER TABLE audit_audittile DROP CONSTRAINT audit_tile_of_whole_hashes;
DROP FUNCTION audit_place_few;
DROP FUNCTION audit_refuse, audit_tile_grows, audit_pending_was_placed CASCADE;
"""


def _no_change(table: str) -> str:
    return (
        f"CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit_{table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();"
    )


def _no_truncate(table: str) -> str:
    return (
        f"CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit_{table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();"
    )


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "\n".join([FUNCTIONS, *map(_no_change, ONLY_INSERT), *map(_no_truncate, TABLES)]),
            reverse_sql=UNDO,
        )
    ]

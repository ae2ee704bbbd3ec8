"""The index of persons behind each checkpoint, and what the witness signed."""

import django.db.models.deletion
from django.db import migrations, models

# The index is derived from the entries and follows them, so its rows change; but a person's list only ever grows.
GUARD = """
CREATE FUNCTION audit_list_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.bucket = OLD.bucket AND NEW.key = OLD.key AND NEW.count > OLD.count THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the audit log is append-only: a list may only grow' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_only_grows BEFORE UPDATE ON audit_auditperson FOR EACH ROW EXECUTE FUNCTION audit_list_grows();
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit_auditperson FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit_auditperson
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit_auditcosignature
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit_auditcosignature
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
"""
UNDO = """
DROP TRIGGER audit_no_truncate ON audit_auditcosignature;
DROP TRIGGER audit_no_change ON audit_auditcosignature;
DROP TRIGGER audit_no_truncate ON audit_auditperson;
DROP TRIGGER audit_no_delete ON audit_auditperson;
DROP FUNCTION audit_list_grows CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_case_device_release")]

    operations = [
        migrations.CreateModel(
            name="AuditPerson",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "bucket", "key", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("bucket", models.IntegerField()),
                ("key", models.BinaryField(max_length=32)),
                ("count", models.BigIntegerField()),
                ("head", models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name="AuditPage",
            fields=[
                ("prefix", models.BinaryField(max_length=1, primary_key=True, serialize=False)),
                ("hashes", models.BinaryField(max_length=8192)),
            ],
        ),
        migrations.CreateModel(
            name="AuditIndexState",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("size", models.BigIntegerField()),
                ("root", models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name="AuditCosignature",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "checkpoint_id", "witness", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "checkpoint",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cosignatures",
                        to="audit.auditcheckpoint",
                    ),
                ),
                ("witness", models.CharField(max_length=300)),
                ("line", models.TextField()),
                ("signed_at", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(GUARD, reverse_sql=UNDO),
    ]

"""Alarms: a witness of the log contradicted it, and who answered for that."""

import django.db.models.deletion
from django.db import migrations, models

GUARD = """
CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit_auditalarm
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit_auditalarm
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
"""
UNDO = """
DROP TRIGGER audit_no_truncate ON audit_auditalarm;
DROP TRIGGER audit_no_change ON audit_auditalarm;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_person_index")]

    operations = [
        migrations.CreateModel(
            name="AuditAlarm",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="audit.auditentry",
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("witness", models.CharField(max_length=300)),
                ("size", models.BigIntegerField()),
                ("witness_size", models.BigIntegerField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(GUARD, reverse_sql=UNDO),
    ]

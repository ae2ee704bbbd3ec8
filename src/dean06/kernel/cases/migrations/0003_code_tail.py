"""A case is also looked for by the last part of its code: an index over the code read backwards."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_history")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX cases_code_tail ON cases_case (reverse(code) text_pattern_ops)",
            reverse_sql="DROP INDEX cases_code_tail",
        )
    ]

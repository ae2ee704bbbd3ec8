"""Officers keep their own ways of looking at the queue."""

import django.db.models.deletion
from django.db import migrations, models

import dean06.kernel.base.clock
import dean06.kernel.base.ids


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_code_tail"), ("parties", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=dean06.kernel.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("query", models.CharField(max_length=500)),
                ("saved_at", models.DateTimeField(default=dean06.kernel.base.clock.now)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("owner", "name"), name="cases_view_once")],
            },
        ),
    ]

"""While an officer is away a colleague works on his cases."""

import django.contrib.postgres.constraints
import django.db.models.deletion
from django.db import migrations, models

import dean06.kernel.base.clock
import dean06.kernel.base.ids
from dean06.kernel.parties.ranges import overlapping_validity, same_row, same_text


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_draft_papers"), ("parties", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Substitution",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=dean06.kernel.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("unit_code", models.CharField(max_length=80)),
                ("role", models.CharField(max_length=20)),
                ("away_name", models.CharField(max_length=200)),
                ("substitute_name", models.CharField(max_length=200)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField()),
                ("made_by", models.CharField(max_length=300)),
                ("made_at", models.DateTimeField(default=dean06.kernel.base.clock.now)),
                (
                    "away",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "substitute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["substitute", "unit_code", "role"], name="cases_substitutes")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(valid_from__lte=models.F("valid_until")), name="cases_substitution_period"
                    ),
                    models.CheckConstraint(
                        condition=~models.Q(away=models.F("substitute")), name="cases_substitution_by_another"
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        name="cases_one_substitute_a_day",
                        expressions=[
                            same_text("unit_code"),
                            same_text("role"),
                            same_row("away"),
                            overlapping_validity(),
                        ],
                    ),
                ],
            },
        ),
    ]

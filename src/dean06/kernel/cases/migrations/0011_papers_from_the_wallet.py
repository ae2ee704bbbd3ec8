"""A draft may cite documents of its owner's wallet, and a paper of a case keeps the type of the document it cites."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_queue")]

    operations = [
        migrations.AddField("paper", "document_type", models.CharField(blank=True, default="", max_length=100), False),
        migrations.AddField("draftpaper", "document_id", models.UUIDField(null=True)),
        migrations.AlterField("draftpaper", "sha256", models.CharField(blank=True, max_length=64)),
        migrations.AlterField("draftpaper", "file_name", models.CharField(blank=True, max_length=255)),
        migrations.AlterField("draftpaper", "size", models.PositiveIntegerField(default=0, help_text="Bytes")),
        migrations.RemoveConstraint("draftpaper", "cases_draft_paper_once"),
        migrations.AddConstraint(
            "draftpaper",
            models.UniqueConstraint(
                fields=["draft", "code", "sha256"], condition=Q(document_id=None), name="cases_draft_paper_once"
            ),
        ),
        migrations.AddConstraint(
            "draftpaper",
            models.UniqueConstraint(
                fields=["draft", "code", "document_id"],
                condition=Q(document_id__isnull=False),
                name="cases_draft_document_once",
            ),
        ),
        migrations.AddConstraint(
            "draftpaper",
            models.CheckConstraint(
                condition=Q(document_id=None, sha256__gt="", file_name__gt="")
                | Q(document_id__isnull=False, sha256="", file_name="", size=0),
                name="cases_draft_paper_is_somewhere",
            ),
        ),
    ]

"""A queue is read from one index: an open task repeats what its case is ordered and counted by, kept by triggers."""

from django.db import migrations, models

KEEP = """
-- After the day the clock runs to: what waits for the office's last word, for its first, and for the applicant.
CREATE FUNCTION cases_urgency(status integer, ended_at timestamptz, due_at timestamptz) RETURNS timestamptz
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN status = 5 THEN timestamptz '9999-01-01 00:00+07'
        WHEN ended_at IS NOT NULL THEN timestamptz '9997-01-01 00:00+07'
        ELSE coalesce(due_at, timestamptz '9998-01-01 00:00+07')
    END
$$;

UPDATE cases_task SET (urgency, case_status, case_is_late, procedure_code) = (
    SELECT cases_urgency(status, ended_at, due_at), status, is_late, one.procedure_code
    FROM cases_case AS one WHERE one.id = cases_task.case_id
) WHERE closed_at IS NULL;

CREATE FUNCTION cases_task_opens() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT cases_urgency(status, ended_at, due_at), status, is_late, one.procedure_code
    INTO NEW.urgency, NEW.case_status, NEW.case_is_late, NEW.procedure_code
    FROM cases_case AS one WHERE one.id = NEW.case_id;
    RETURN NEW;
END $$;

CREATE FUNCTION cases_task_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE cases_task SET urgency = cases_urgency(NEW.status, NEW.ended_at, NEW.due_at), case_status = NEW.status,
        case_is_late = NEW.is_late
    WHERE case_id = NEW.id AND closed_at IS NULL;
    RETURN NULL;
END $$;

CREATE TRIGGER cases_task_opens BEFORE INSERT ON cases_task
    FOR EACH ROW EXECUTE FUNCTION cases_task_opens();
CREATE TRIGGER cases_task_follows AFTER UPDATE ON cases_case
    FOR EACH ROW WHEN ((OLD.status, OLD.ended_at, OLD.due_at, OLD.is_late)
        IS DISTINCT FROM (NEW.status, NEW.ended_at, NEW.due_at, NEW.is_late))
    EXECUTE FUNCTION cases_task_follows();
"""

FORGET = """
DROP FUNCTION cases_task_opens, cases_task_follows CASCADE;
DROP FUNCTION cases_urgency;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_entrance")]

    operations = [
        migrations.AddField("task", "urgency", models.DateTimeField(editable=False, null=True)),
        migrations.AddField("task", "case_status", models.PositiveSmallIntegerField(editable=False, null=True)),
        migrations.AddField("task", "case_is_late", models.BooleanField(default=False, editable=False)),
        migrations.AddField("task", "procedure_code", models.CharField(blank=True, editable=False, max_length=100)),
        migrations.RunSQL(KEEP, reverse_sql=FORGET),
        migrations.RemoveIndex("task", "cases_open_tasks"),
        migrations.AddIndex(
            "task",
            models.Index(
                fields=["unit_code", "role", "urgency", "case"],
                include=["case_status", "case_is_late", "assignee", "procedure_code"],
                condition=models.Q(closed_at__isnull=True),
                name="cases_queue",
            ),
        ),
        migrations.AddIndex("task", models.Index(fields=["unit_code", "case"], name="cases_lay_here")),
        migrations.AddConstraint(
            "task",
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=False)
                | models.Q(urgency__isnull=False, case_status__isnull=False),
                name="cases_open_task_is_urgent",
            ),
        ),
    ]

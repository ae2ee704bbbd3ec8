"""Transfers of one posting move the sums in the order they were drafted: what comes in first may go on in the same."""

from importlib import import_module

from django.db import migrations

BOOKS = import_module("dean06.kernel.payments.migrations.0002_books").FUNCTIONS
START, END = "CREATE FUNCTION payments_post(", "\nEND $$;"
LAST = "AND (draft.hold_id IS NULL) = (held.id IS NULL);"
_rest = BOOKS[BOOKS.index(START) :]
BEFORE = _rest[: _rest.index(END) + len(END)].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)
AFTER = BEFORE.replace(LAST, LAST.replace(";", "\n    ORDER BY draft.number;"))


class Migration(migrations.Migration):
    dependencies = [("payments", "0004_order_history")]

    operations = [migrations.RunSQL(AFTER, reverse_sql=BEFORE)]

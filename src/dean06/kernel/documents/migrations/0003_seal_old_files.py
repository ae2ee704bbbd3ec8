"""Files kept before the store sealed them: sealed now, under their new names. A copy restored from an old backup too."""

import hashlib
import re
from pathlib import Path

from django.conf import settings
from django.db import migrations

_OLD_NAME = re.compile(r"[0-9a-f]{64}")
LARGEST = 1 << 40


def seal_old_files(_apps, _schema_editor):
    """An old file is named after its own content; a sealed one never is."""
    from dean06.kernel.documents.store.files import put_file

    for file in sorted((Path(settings.STATE) / "blobs").glob("??/*")):
        if not _OLD_NAME.fullmatch(file.name):
            continue
        with file.open("rb") as stream:
            if hashlib.file_digest(stream, "sha256").hexdigest() != file.name:
                continue
            stream.seek(0)
            put_file(stream, max_bytes=LARGEST, name=file.name)
        file.unlink()


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_signed_files")]
    operations = [migrations.RunPython(seal_old_files, migrations.RunPython.noop)]

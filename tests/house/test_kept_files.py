"""No file of the store is held in a column the sweeper does not know."""

import re

from django.apps import apps
from django.db import models

from dean06.kernel.documents.store import holders

DIGEST = re.compile(r"(.*_)?sha256")
# Digests of something else than a file of the store.
OTHER_DIGESTS = {
    "devices.Receipt.sod_sha256": "of a card's security object, which is not kept",
    "documents.Certificate.sha256": "a certificate in its row",
    "documents.TrustAnchor.sha256": "a certificate in its row",
    "documents.DocumentShare.token_sha256": "of a secret",
    "p02_certified_documents.Certification.scan_sha256": "of the files, which ScanFile holds",
    "programme.Directive.source_sha256": "of the dispatch imported, whose text is in its row",
}


def digest_columns() -> dict[str, tuple[type[models.Model], str]]:
    """Columns named after a digest, by where they stand."""
    return {
        f"{model._meta.label}.{field.name}": (model, field.name)
        for model in apps.get_models()
        if model.__module__.startswith("dean06.")
        for field in model._meta.concrete_fields
        if DIGEST.fullmatch(field.name)
    }


def test_every_digest_is_held_or_is_of_something_else() -> None:
    found = digest_columns()
    held = {name for name, column in found.items() if column in holders.columns()}
    assert found.keys() - held == OTHER_DIGESTS.keys(), "register it with documents.hold_files when a process starts"
    assert len(held) == len(holders.columns()), "a file is held in a column that is not named after a digest"

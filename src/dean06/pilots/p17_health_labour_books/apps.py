"""Django application of the pilot."""

from pathlib import Path

from django.apps import AppConfig

MESSAGES = Path(__file__).with_name("messages")


class Config(AppConfig):
    """Health book and labour book."""

    name = "dean06.pilots.p17_health_labour_books"
    label = "p17_health_labour_books"
    verbose_name = "Sổ sức khỏe, sổ lao động"

    def ready(self) -> None:
        """Name our acts and messages, say what is kept about persons, take our topics, hear of consents taken back."""
        from dean06.kernel.base import events
        from dean06.kernel.messaging import api as messaging
        from dean06.kernel.privacy.types import ConsentWithdrawn
        from dean06.pilots.p17_health_labour_books import (
            actions,
            actions_labour,
            holdings,
            holdings_labour,
            machine_acts,
        )
        from dean06.pilots.p17_health_labour_books.services import labour_fetching, labour_proving, sharing  # noqa: F401 - topics

        actions.register()
        machine_acts.register()
        actions_labour.register()
        holdings.register()
        holdings_labour.register()
        messaging.register_directory(MESSAGES)
        events.subscribe(ConsentWithdrawn)(sharing.hear)

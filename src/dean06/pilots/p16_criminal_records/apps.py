"""Django application of the pilot."""

from django.apps import AppConfig


class Config(AppConfig):
    """Criminal-record certificates."""

    name = "dean06.pilots.p16_criminal_records"
    label = "p16_criminal_records"
    verbose_name = "Phiếu lý lịch tư pháp"

    def ready(self) -> None:
        """Name our acts, say what is kept and how long, hear of cases taken in, say what decided ones result in."""
        from dean06.kernel.base import events
        from dean06.kernel.cases import api as cases
        from dean06.kernel.cases.types import CaseMoved
        from dean06.pilots.p16_criminal_records import actions, holdings
        from dean06.pilots.p16_criminal_records.access import PROCEDURE
        from dean06.pilots.p16_criminal_records.services import judging, ordering, sending  # noqa: F401 - takes its topic

        actions.register()
        holdings.register()
        events.subscribe(CaseMoved)(ordering.hear)
        cases.register_finder(PROCEDURE, judging.found)

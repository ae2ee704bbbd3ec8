"""The register of people and organisations: the one public table of this package."""

from typing import Any

from django.db import models
from django.db.models import Q

from dean06.kernel.base.models import Entity
from dean06.kernel.base.text import fold, name_sort_key, nfc, sort_key
from dean06.kernel.parties.models.dated import SORT_COLLATION


class PartyKind(models.TextChoices):
    """A human being or a legal one."""

    PERSON = "person", "Cá nhân"
    ORGANISATION = "organisation", "Tổ chức"


class Sex(models.TextChoices):
    """As the population register has it; unknown where a source does not say."""

    MALE = "male", "Nam"
    FEMALE = "female", "Nữ"
    UNKNOWN = "unknown", "Chưa rõ"


class Party(Entity):
    """A person (by personal number) or an organisation (by registration number). Fictional ones are marked."""

    kind = models.CharField(max_length=12, choices=PartyKind.choices, default=PartyKind.PERSON)
    personal_id = models.CharField(max_length=12, unique=True, null=True, blank=True)
    registration_number = models.CharField(max_length=20, unique=True, null=True, blank=True)
    full_name = models.CharField(max_length=200)
    name_fold = models.CharField(max_length=200, editable=False)
    name_sort = models.CharField(max_length=400, editable=False, db_collation=SORT_COLLATION)
    birth_on = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=7, choices=Sex.choices, default=Sex.UNKNOWN)
    is_fictional = models.BooleanField(default=False)

    class Meta:
        ordering = ("name_sort", "id")
        indexes = [models.Index(fields=["name_fold"], name="parties_party_fold", opclasses=["text_pattern_ops"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(personal_id__isnull=True) | Q(personal_id__regex=r"^[0-9]{12}$"),
                name="parties_personal_id_shape",
                violation_error_message="Số định danh cá nhân gồm đúng 12 chữ số.",
            ),
            models.CheckConstraint(
                condition=Q(kind=PartyKind.PERSON, registration_number__isnull=True)
                | Q(
                    kind=PartyKind.ORGANISATION,
                    personal_id__isnull=True,
                    birth_on__isnull=True,
                    sex=Sex.UNKNOWN,
                ),
                name="parties_person_or_organisation",
            ),
            models.CheckConstraint(condition=Q(sex__in=Sex.values), name="parties_party_sex"),
        ]

    def __str__(self) -> str:
        """Names stay out of logs: only the id."""
        return str(self.pk)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the search and sort columns in step with the name; people sort by given name."""
        self.full_name = nfc(self.full_name)
        self.name_fold = fold(self.full_name)
        is_person = self.kind == PartyKind.PERSON
        self.name_sort = name_sort_key(self.full_name) if is_person else sort_key(self.full_name)
        super().save(*args, **kwargs)

"""A record of social insurance as the platform believes it, for stories that need no wire."""

from datetime import date

from dean06.kernel.base import clock
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.social_insurance import BenefitPeriod, InsuranceRecord, InsuredPeriod
from dean06.pilots.p17_health_labour_books.models import LabourAsk

PAY = 8_765_432
WELDER = InsuredPeriod(
    reference="BHXH-1",
    employer_code="HC0001",
    employer_name="Xưởng cơ khí Hư Cấu",
    job_title="Thợ hàn bậc 4",
    occupation="7212",
    since=date(2016, 2, 1),
    until=date(2023, 9, 30),
    salary=PAY,
)
BENEFIT = BenefitPeriod(
    reference="TN-1", decision="12/QĐ-HC", since=date(2023, 11, 1), until=date(2024, 1, 31), amount=3_000_000
)


def record_for(ask: LabourAsk, *periods: InsuredPeriod, personal_id: str = "") -> InsuranceRecord:
    """A welder's, when nothing else is said."""
    return InsuranceRecord(
        id=f"so-{ask.pk}",
        request_id=str(ask.pk),
        at=clock.now(),
        personal_id=personal_id or parties.party(ask.subject_id).personal_id,
        periods=periods or (WELDER,),
        benefits=(BENEFIT,),
    )

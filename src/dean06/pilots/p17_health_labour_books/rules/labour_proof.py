"""What a proof of a person's working life says. There is no fact for pay, so none can slip in."""

from collections.abc import Iterable
from datetime import date

from dean06.pilots.p17_health_labour_books.rules.labour_time import Work, days_of, time_in, union, years_reached

KIND = "xac_nhan_qua_trinh_lam_viec"
LONGEST = 2000
PERIOD = "{first:%m/%Y} đến {last:%m/%Y}"
YEARS = "Đã làm nghề {name} (mã {code}) ít nhất {years} năm"
RESTS_ON = "Quá trình đóng bảo hiểm xã hội, do bảo hiểm xã hội ký"


def facts(works: Iterable[Work], *, code: str, name: str, day: date) -> dict[str, str]:
    """The facts of a proof of an occupation, by name; {} when insured time comes to less than a year.

    Every threshold reached is a sentence of its own, so that one can be shown without the others.
    """
    told = [one for one in works if one.occupation == code and one.is_insured]
    reached = years_reached(time_in(told, code, day))
    if not reached:
        return {}
    spans = union(span for one in told if (span := days_of(one, day)))
    employers = dict.fromkeys(one.employer for one in sorted(told, key=lambda one: one.since))
    return {
        "occupation": f"{name} (mã {code})",
        **{f"years_at_least_{years}": YEARS.format(name=name, code=code, years=years) for years in reached},
        "employers": "; ".join(employers)[:LONGEST],
        "periods": "; ".join(PERIOD.format(first=one.first, last=one.last) for one in spans)[:LONGEST],
        "counted_until": day.isoformat(),
        "rests_on": RESTS_ON,
    }

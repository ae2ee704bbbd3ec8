"""The standing body that tracks the directive, by day: the dispatch names the district police until the district ended.

The successor from 01/07/2025 follows from the abolition of the district level (Law 72/2025/QH15); that the commune
police inherit this task is our reading, see docs/adr/0007 (verified: false).
"""

from datetime import date

PROGRAMME_STARTED_ON = date(2022, 1, 6)  # QĐ 06/QĐ-TTg: before it there is no programme to track
DISTRICT_ENDED_ON = date(2025, 7, 1)
UNTIL_DISTRICT_ENDED = "cong-an-huyen"
SINCE = "cong-an-xa-duc-tho"


def tracking_unit(day: date) -> str:
    """Code of the unit difficulties and plans are sent to on a day."""
    return UNTIL_DISTRICT_ENDED if day < DISTRICT_ENDED_ON else SINCE

"""Pieces of exclusion constraints: "the same thing, at overlapping times, twice" refused by PostgreSQL itself.

GiST knows `&&` on ranges out of the box but `=` on a text or uuid only with btree_gist, which the embedded server does
not ship. A range that holds exactly one value overlaps another such range exactly when the two values are equal, so the
first migration makes range types over text and uuid (no extension needed) and equality becomes `&&`. Exact: no hashing.
"""

from django.contrib.postgres.fields import RangeBoundary
from django.db.models import F, Func

CREATE_RANGE_TYPES = """
CREATE TYPE parties_text_range AS RANGE (subtype = text, collation = "C");
CREATE TYPE parties_uuid_range AS RANGE (subtype = uuid);
"""
DROP_RANGE_TYPES = """
DROP TYPE parties_uuid_range;
DROP TYPE parties_text_range;
"""
# Two columns together point at the post, so the copied flag is the post's own or the row is refused.
HOLDING_FOLLOWS_POST = """
ALTER TABLE parties_postholding ADD CONSTRAINT parties_holding_follows_post
FOREIGN KEY (post_id, is_single_holder) REFERENCES parties_post (id, is_single_holder) ON UPDATE CASCADE
"""
HOLDING_IS_ALONE = "ALTER TABLE parties_postholding DROP CONSTRAINT parties_holding_follows_post"
ONE_VALUE = RangeBoundary(inclusive_lower=True, inclusive_upper=True)
OVERLAPS = "&&"


class TextRange(Func):
    """parties_text_range(value, value, '[]')."""

    function = "parties_text_range"


class UuidRange(Func):
    """parties_uuid_range(value, value, '[]')."""

    function = "parties_uuid_range"


class DateRange(Func):
    """daterange(from, until): the lower bound belongs, the upper does not, NULL means without end."""

    function = "daterange"


def same_text(field: str) -> tuple[Func, str]:
    """Part of an exclusion constraint: equal text."""
    return TextRange(F(field), F(field), ONE_VALUE), OVERLAPS


def same_row(field: str) -> tuple[Func, str]:
    """Part of an exclusion constraint: the same foreign row."""
    return UuidRange(F(field), F(field), ONE_VALUE), OVERLAPS


def overlapping_validity() -> tuple[Func, str]:
    """Part of an exclusion constraint: a day that belongs to both."""
    return DateRange("valid_from", "valid_until"), OVERLAPS

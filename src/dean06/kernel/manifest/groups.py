"""The five groups of the dispatch, with the counts it declares for them (its own counts; two of them are wrong)."""

from dataclasses import dataclass

from dean06.kernel.manifest.checks import ManifestError


@dataclass(frozen=True, kw_only=True)
class Group:
    """`declared_count` is what the table annex writes beside the title; what it lists is counted from manifests."""

    code: str
    title: str
    declared_count: int


PROGRAMME_GROUPS: tuple[Group, ...] = (
    Group(code="I", title="Giải quyết thủ tục hành chính và cung cấp dịch vụ công trực tuyến", declared_count=3),
    Group(code="II", title="Phát triển kinh tế - xã hội", declared_count=8),
    Group(code="III", title="Phục vụ công dân số", declared_count=7),
    Group(
        code="IV",
        title="Số hóa, tạo lập dữ liệu dùng chung trên Cơ sở dữ liệu quốc gia về dân cư",
        declared_count=2,
    ),
    Group(code="V", title="Phục vụ chỉ đạo, điều hành của lãnh đạo các cấp", declared_count=3),
)

_BY_CODE = {entry.code: entry for entry in PROGRAMME_GROUPS}


def group(code: str) -> Group:
    """The group with this Roman numeral. Raises ManifestError for any other word."""
    try:
        return _BY_CODE[code]
    except KeyError:
        raise ManifestError(f"group {code!r} is not one of {', '.join(_BY_CODE)}") from None

"""Who looked at a person's data: the reads behind "Dữ liệu của tôi"."""

from uuid import UUID

from dean06.kernel.audit import entry, labels
from dean06.kernel.audit.models import AuditSubject
from dean06.kernel.audit.types import Look
from dean06.kernel.base.actor import Role

PAGE = 50
MAX_PAGE = 500

ROLE_LABELS = {
    Role.PUBLIC: "Khách chưa đăng nhập",
    Role.CITIZEN: "Công dân",
    Role.CLERK: "Cán bộ",
    Role.COORDINATOR: "Cán bộ cơ quan thường trực",
    Role.LEADER: "Lãnh đạo",
    Role.OPERATOR: "Người vận hành hệ thống",
    Role.SYSTEM: "Hệ thống (tự động)",
}
OWN_ACT = "Chính bạn"


def looks_at(party_id: UUID, *, limit: int = PAGE, offset: int = 0) -> list[Look]:
    """Every act that read or changed this person's data, newest first, entries of the last moment included.

    At most ``MAX_PAGE`` at a time. The caller shows them to that person only, and decides so.
    """
    rows = (
        AuditSubject.objects.filter(party_id=party_id)
        .select_related("entry__leaf")
        .order_by("-at", "-entry_id")[offset : offset + min(limit, MAX_PAGE)]
    )
    return [_look(row, party_id) for row in rows]


def count_looks_at(party_id: UUID) -> int:
    """How many acts concerned this person's data."""
    return AuditSubject.objects.filter(party_id=party_id).count()


def _look(row: AuditSubject, party_id: UUID) -> Look:
    body = entry.read(row.entry.body)
    actor = body["actor"]
    is_own = actor["party"] == str(party_id) and actor["role"] == Role.CITIZEN
    leaf = getattr(row.entry, "leaf", None)
    return Look(
        entry_id=row.entry_id,
        at=row.at,
        action=body["action"],
        action_label=labels.action_label(body["action"]),
        who=OWN_ACT if is_own else _who(actor["role"], actor["post"], actor["unit_name"]),
        role=actor["role"],
        unit_code=actor["unit"],
        unit_name=actor["unit_name"],
        post=actor["post"],
        is_own_act=is_own,
        fields=tuple(body["fields"]),
        field_labels=tuple(labels.field_label(field) for field in body["fields"]),
        purpose=body["purpose"],
        legal_basis=body["legal_basis"],
        object_type=body["object"]["type"],
        object_id=body["object"]["id"],
        tree_index=leaf.tree_index if leaf else None,
    )


def _who(role: str, post: str, unit_name: str) -> str:
    """ "Post, unit" as people say it; the role's name when there is no post."""
    return ", ".join(part for part in (post or ROLE_LABELS.get(Role(role), role), unit_name) if part)

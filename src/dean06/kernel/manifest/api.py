"""What others use of the manifest package."""

from dean06.kernel.manifest.checks import ManifestError
from dean06.kernel.manifest.groups import PROGRAMME_GROUPS, Group, group
from dean06.kernel.manifest.registry import (
    all_pilots,
    built_pilots,
    function_at,
    installed_apps,
    pilot,
    pilots_by_group,
)

__all__ = [
    "PROGRAMME_GROUPS",
    "Group",
    "ManifestError",
    "all_pilots",
    "built_pilots",
    "function_at",
    "group",
    "installed_apps",
    "pilot",
    "pilots_by_group",
]

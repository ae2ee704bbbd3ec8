"""What others use of the manifest package."""

from dean06.kernel.manifest.checks import ManifestError
from dean06.kernel.manifest.groups import PROGRAMME_GROUPS, Group, group
from dean06.kernel.manifest.registry import (
    all_pilots,
    built_pilots,
    installed_apps,
    pilot,
    pilots_by_group,
    selector_of,
)

__all__ = [
    "PROGRAMME_GROUPS",
    "Group",
    "ManifestError",
    "all_pilots",
    "built_pilots",
    "group",
    "installed_apps",
    "pilot",
    "pilots_by_group",
    "selector_of",
]

"""Two licenses enter; whether a work under the first may be passed on, changed, under the second leaves.

A share-alike license wants derivatives under itself. What else its own text or its steward accepts is listed here:
https://creativecommons.org/share-your-work/licensing-considerations/compatible-licenses (CC BY-SA),
https://www.gnu.org/licenses/gpl-faq.html#AllCompatibility (GPL family),
https://www.mozilla.org/MPL/2.0/ 1.12 and 3.3 (secondary licenses).
"""

from __future__ import annotations

from typing import Final

_ALSO: Final = {
    "CC-BY-SA-2.0": ("CC-BY-SA-2.5", "CC-BY-SA-3.0", "CC-BY-SA-4.0"),
    "CC-BY-SA-2.5": ("CC-BY-SA-3.0", "CC-BY-SA-4.0"),
    "CC-BY-SA-3.0": ("CC-BY-SA-4.0",),
    "CC-BY-SA-4.0": ("GPL-3.0",),
    "CC-BY-NC-SA-2.0": ("CC-BY-NC-SA-3.0", "CC-BY-NC-SA-4.0"),
    "CC-BY-NC-SA-3.0": ("CC-BY-NC-SA-4.0",),
    "GPL-2.0-or-later": ("GPL-2.0", "GPL-3.0", "AGPL-3.0"),
    "GPL-3.0": ("AGPL-3.0",),
    "LGPL-2.1": ("GPL-2.0", "GPL-3.0"),
    "LGPL-2.1-or-later": ("LGPL-2.1", "LGPL-3.0", "GPL-2.0", "GPL-3.0", "AGPL-3.0"),
    "LGPL-3.0": ("GPL-3.0", "AGPL-3.0"),
    "MPL-2.0": ("GPL-2.0", "GPL-3.0", "LGPL-2.1", "LGPL-3.0", "AGPL-3.0"),
}


def goes_under(license_id: str, other: str) -> bool:
    """Whether `license_id` lets a derivative be under `other`. Both are SPDX ids; of "-only" and "-or-later" on the
    receiving side the version counts."""
    if license_id == other:
        return True
    version = _version(other)
    return any(version in _ALSO.get(key, ()) for key in (license_id, _version(license_id))) or (
        _version(license_id) == version
    )


def _version(license_id: str) -> str:
    return license_id.removesuffix("-only").removesuffix("-or-later")

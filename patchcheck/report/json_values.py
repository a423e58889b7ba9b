"""Values that several JSON forms have in common."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from patchcheck.resolve.compliance import Compliance, Share


def compliance_values(compliance: "Compliance | None") -> dict[str, object] | None:
    """How far a host is from what applies to it."""
    if compliance is None:
        return None
    return {
        "security": share_values(compliance.security),
        "recommended": share_values(compliance.recommended),
        "all": share_values(compliance.all),
        "security_level": day_text(compliance.security_level),
        "oldest_open_security": str(compliance.oldest_open) if compliance.oldest_open else None,
        "undated_open_security": compliance.undated_open,
    }


def share_values(share: "Share") -> dict[str, object]:
    """Counts and a percentage, rounded to one decimal."""
    return {
        "applicable": share.applicable,
        "satisfied": share.satisfied,
        "missing": share.missing,
        "not_applicable": share.not_applicable,
        "per_cent": None if share.per_cent is None else round(share.per_cent, 1),
    }


def day_text(day: "date | None") -> str | None:
    """A day as ISO 8601 writes it."""
    return day.isoformat() if day else None

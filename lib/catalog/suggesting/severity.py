"""How urgent a report is presumed to be until somebody says."""

from __future__ import annotations

from lib.catalog.services import Service
from lib.places.locations import AreaClass, Location


def severity_for(service: Service | None, location: Location | None) -> str:
    """How urgent to presume: as the catalogue says; what is normal elsewhere is urgent in a critical area."""
    usual = service.severity if service else "normal"
    critical = location is not None and location.area_class == AreaClass.CRITICAL
    return "urgent" if usual == "normal" and critical else usual

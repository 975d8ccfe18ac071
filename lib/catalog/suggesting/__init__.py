"""The likely service of a report, by what somebody says and where."""

from lib.catalog.suggesting.likely import TABLES, Suggester, suggester
from lib.catalog.suggesting.severity import danger, graver, severity_for

__all__ = ["TABLES", "Suggester", "danger", "graver", "severity_for", "suggester"]

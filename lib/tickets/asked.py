"""What can be asked for: every choice a ticket names has to be one we know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lib.catalog import services
from lib.core.choices import known
from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.people import organisation
from lib.places import assets, locations
from lib.store.database import Database
from lib.tickets.words import Kind, Severity

LONGEST = 2000
"""Characters of a description."""

CHOOSE = mark("Please choose from the list.")


def check(db: Database, said: Mapping[str, Any]) -> None:
    """WrongInput at the first of the columns in `said` whose value nobody knows or can keep."""
    for name, value in said.items():
        if name in _CHECKS:
            _CHECKS[name](db, value)


def _severity(_: Database, value: Any) -> None:
    if not known(Severity, value):
        raise WrongInput(CHOOSE, field="severity")


def _kind(_: Database, value: Any) -> None:
    if not known(Kind, value):
        raise WrongInput(CHOOSE, field="kind")


def _service(db: Database, value: Any) -> None:
    if services.service(db, value) is None:
        raise WrongInput(mark("This service is not in the catalogue."), field="service")


def _location(db: Database, value: Any) -> None:
    if value is not None and locations.location(db, value) is None:
        raise WrongInput(CHOOSE, field="location")


def _asset(db: Database, value: Any) -> None:
    if value is not None and assets.asset(db, value) is None:
        raise WrongInput(CHOOSE, field="asset")


def _department(db: Database, value: Any) -> None:
    if value is not None and value not in organisation.departments(db):
        raise WrongInput(CHOOSE, field="department")


def _description(_: Database, value: Any) -> None:
    if len(value) > LONGEST:
        raise WrongInput(mark("Please keep it under {most} characters."), field="description", most=LONGEST)


_CHECKS: Mapping[str, Callable[[Database, Any], None]] = {
    "severity": _severity,
    "kind": _kind,
    "service_code": _service,
    "location_id": _location,
    "asset_id": _asset,
    "department_id": _department,
    "description": _description,
}

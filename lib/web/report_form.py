"""What the report form offers, and what a sent one asks for."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby

from markupsafe import Markup, escape

from lib.catalog import services
from lib.catalog.services import Service
from lib.catalog.suggesting import severity_for
from lib.core.i18n import Language
from lib.places.assets import Asset
from lib.places.locations import Location
from lib.store.database import Database
from lib.tickets import asked
from lib.tickets.actions.opening import ALIKE_WITHIN, Wish
from lib.tickets.guessing import guess_words
from lib.tickets.reporters import Caller
from lib.tickets.standing import commonest, commonest_on
from lib.tickets.words import Channel, Severity
from lib.web.forms import Sent

TILES = 8
ITEMS = ("", "2", "3")
"""Endings of the field names of the things reported in one go; the first has none."""
_LONGEST_NAME, _LONGEST_PHONE = 40, 30


def tiles(db: Database, place: Location | None, now: datetime) -> list[Service]:
    """The services asked for most at that place, without one anywhere."""
    known = services.all_services(db)
    return [known[code] for code in commonest(db, place, now, most=TILES)]


def tiles_of(db: Database, asset: Asset, place: Location | None, now: datetime) -> list[Service]:
    """The services asked for most on such machines; before any was, the one its name means; then those of its place."""
    known = services.all_services(db)
    offered = {one.code for one in services.offered(db)} - {services.UNKNOWN}
    likely = guess_words(db, f"{asset.category} {asset.name}", asset.location_id)
    codes = [*commonest_on(db, asset), likely, *commonest(db, place, now, most=TILES)]
    return [known[code] for code in dict.fromkeys(codes) if code in offered][:TILES]


def options(db: Database, language: Language, chosen: str = "") -> Markup:
    """All services as options under their groups; written once per language, 137 of them are 7 KB."""
    html = db.derived(
        ("service options", language), ("service", "service_group"), lambda: _options(db, language)
    )
    mark = Markup('<option value="{}"').format(chosen)
    return Markup(html.replace(mark, mark + Markup(" selected"))) if chosen else html


def _options(db: Database, language: Language) -> Markup:
    offered = (service for service in services.offered(db) if service.code != services.UNKNOWN)
    return Markup("").join(
        Markup('<optgroup label="{}">{}</optgroup>').format(
            group, Markup("").join(_option(s, language) for s in found)
        )
        for group, found in groupby(offered, key=lambda service: service.group)
    )


def _option(service: Service, language: Language) -> Markup:
    # The script presets the urgency from it; nearly all are normal and say nothing.
    preset = "" if service.severity == Severity.NORMAL else Markup(" data-s={}").format(service.severity)
    return Markup('<option value="{}"{}>{}</option>').format(
        service.code, preset, escape(service.title(language))
    )


def caller(sent: Sent) -> Caller:
    """Who reports, as typed."""
    return Caller(name=sent.words("name", _LONGEST_NAME), phone=sent.words("phone", _LONGEST_PHONE))


def wishes(
    db: Database,
    sent: Sent,
    *,
    code: str,
    place: Location | None,
    who: Caller,
    now: datetime,
    asset: Asset | None = None,
) -> list[Wish]:
    """One wish for each thing filled in, at least the first; photos go with all of them."""
    return [
        _wish(db, sent, item, code=code, place=place, asset=asset, who=who, now=now)
        for item in ITEMS
        if not item or sent.one(f"service{item}") or sent.one(f"description{item}")
    ]


def _wish(
    db: Database,
    sent: Sent,
    item: str,
    *,
    code: str,
    place: Location | None,
    asset: Asset | None,
    who: Caller,
    now: datetime,
) -> Wish:
    service, words = sent.one(f"service{item}"), sent.words(f"description{item}", asked.LONGEST)
    said, form = (code, item, service, words), sent.one("key", 40)
    alike = _alike(_digest(who.name, who.phone, *said), now)
    return Wish(
        channel=Channel.QR,
        caller=who,
        location_id=place.id if place else None,
        asset_id=asset.id if asset else None,
        service_code=service,
        description=words,
        severity=_severity(db, sent, item, place),
        photos=sent.photos,
        # With other words it is another report, whatever the form's key says.
        key="form:" + _digest(form, *said) if form else alike[0],
        alike=alike,
    )


def _severity(db: Database, sent: Sent, item: str, place: Location | None) -> str:
    """As the reporter chose; what the page only presumed from the service, or nobody chose, is presumed anew with the
    words."""
    said = sent.one("severity") if not item else ""
    if said and said != sent.one("presumed"):
        return said
    found = services.service(db, sent.one(f"service{item}")) if sent.one(f"service{item}") else None
    return severity_for(found, place, sent.words(f"description{item}", asked.LONGEST))


def _alike(said: str, now: datetime) -> tuple[str, str]:
    """The keys of this and the previous two minutes for the same words of the same person. Going back, browsers fetch
    the form anew, with a new key, and put the words back in; and some senders have no key."""
    slot = int(now.timestamp() // ALIKE_WITHIN.total_seconds())
    return f"wall:{said}:{slot}", f"wall:{said}:{slot - 1}"


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def typed(sent: Sent | None) -> Mapping[str, str]:
    """Every field as it was sent, to stand in the form again; "" for all of them on a fresh one."""
    names: Sequence[str] = ("severity", "presumed", "name", "phone", "key")
    names = [*names, *(field + item for item in ITEMS for field in ("service", "description"))]
    return {name: sent.one(name) if sent else "" for name in names}

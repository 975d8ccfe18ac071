"""Inspection results 巡检完成情况: done in time of what was due, what was missed, and how readings ran."""

from functools import partial

import streamlit as st

from lib.inspections import compliance, compliance_stops, finding_rates
from lib.inspections.seeing import visible
from lib.places import asset_rights
from lib.places.assets import all_assets
from lib.ui.addressed import part
from lib.ui.inspection_results import filters, groups, listed, strip, trend
from lib.ui.menu import entry
from lib.ui.session import current

here = current()
_ = here._
st.header(_(entry("inspection_results").title))
sight = visible(here.actor)
chosen = filters.asked(here, sight)
period = (chosen.first, chosen.last)
rounds = compliance.rounds(here.db, chosen, sight=sight, now=here.now)
found = finding_rates.findings(here.db, chosen, sight=sight, now=here.now)
(counts,) = compliance.counted(rounds).to_dicts()
(mended,) = finding_rates.counted(found).to_dicts()
assets = asset_rights.seen(here.db, here.actor, all_assets(here.db).values())
strip.draw(here, counts, mended, finding_rates.condition(here.db, filters.of(here, chosen, assets)))
PARTS = {"groups": _("By groups"), "rounds": _("Rounds"), "trend": _("Readings")}
shown = part("results_part", _("Show"), PARTS)
if shown == "groups":
    stops = partial(compliance_stops.stops, here.db, chosen, sight=sight, now=here.now)
    groups.draw(here, rounds, found, stops, period)
elif shown == "rounds":
    listed.draw(here, rounds, period)
else:
    trend.draw(here, sight, period)

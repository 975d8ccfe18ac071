"""Inspection calendar 巡检保养日历: what is due on which day, done, missed, and moved."""

from lib.ui import inspection_calendar
from lib.ui.session import current

inspection_calendar.draw(current())

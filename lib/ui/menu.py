"""The one table of pages."""

from __future__ import annotations

from dataclasses import dataclass

from lib.core.i18n import mark
from lib.people.roles import Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A page: its file in pages/, its address, and who sees it. A hidden one is reached from other pages."""

    name: str
    title: str
    icon: str
    permission: Permission
    section: str
    url_path: str
    hidden: bool = False

    @property
    def path(self) -> str:
        """The script, as seen from the shell's folder."""
        return f"../../pages/{self.name}.py"


DESK, ROUNDS = mark("Service desk"), mark("Inspection and maintenance")
COSTS = mark("Cost sharing")
FIGURES = mark("Figures and reports")
KNOWLEDGE, HOUSE = mark("Information"), mark("Administration")

MENU: tuple[Entry, ...] = (
    Entry(
        name="overview",
        title=mark("Overview"),
        icon=":material/home:",
        permission=Permission.SEE_OVERVIEW,
        section=DESK,
        url_path="overview",
    ),
    Entry(
        name="ticket_entry",
        title=mark("Ticket entry"),
        icon=":material/add_call:",
        permission=Permission.ANSWER_TICKET,
        section=DESK,
        url_path="ticket-entry",
    ),
    Entry(
        name="dispatch_board",
        title=mark("Dispatch board"),
        icon=":material/view_kanban:",
        permission=Permission.SEE_BOARD,
        section=DESK,
        url_path="dispatch-board",
    ),
    Entry(
        name="my_jobs",
        title=mark("My jobs"),
        icon=":material/handyman:",
        permission=Permission.SEE_MY_JOBS,
        section=DESK,
        url_path="my-jobs",
    ),
    Entry(
        name="lists",
        title=mark("Work lists"),
        icon=":material/checklist:",
        permission=Permission.SEE_OVERVIEW,
        section=DESK,
        url_path="lists",
    ),
    Entry(
        name="duty",
        title=mark("Duty roster"),
        icon=":material/calendar_view_week:",
        permission=Permission.SEE_DUTY,
        section=DESK,
        url_path="duty",
    ),
    Entry(
        name="handover",
        title=mark("Handover"),
        icon=":material/swap_horiz:",
        permission=Permission.SEE_DUTY,
        section=DESK,
        url_path="handover",
    ),
    Entry(
        name="search",
        title=mark("Search"),
        icon=":material/search:",
        permission=Permission.SEARCH,
        section=DESK,
        url_path="search",
    ),
    Entry(
        name="ticket",
        title=mark("Ticket"),
        icon=":material/assignment:",
        permission=Permission.SEE_TICKET,
        section=DESK,
        url_path="ticket",
        hidden=True,
    ),
    Entry(
        name="team_scores",
        title=mark("Department scores"),
        icon=":material/star_rate:",
        permission=Permission.SCORE_TEAMS,
        section=DESK,
        url_path="team-scores",
    ),
    Entry(
        name="inspection_calendar",
        title=mark("Inspection calendar"),
        icon=":material/calendar_month:",
        permission=Permission.SEE_ROUNDS,
        section=ROUNDS,
        url_path="inspection-calendar",
    ),
    Entry(
        name="inspection_plans",
        title=mark("Plans and checklists"),
        icon=":material/event_repeat:",
        permission=Permission.SEE_ROUNDS,
        section=ROUNDS,
        url_path="inspection-plans",
    ),
    Entry(
        name="inspection_results",
        title=mark("Inspection results"),
        icon=":material/fact_check:",
        permission=Permission.SEE_ROUNDS,
        section=ROUNDS,
        url_path="inspection-results",
    ),
    Entry(
        name="assets",
        title=mark("Assets"),
        icon=":material/precision_manufacturing:",
        permission=Permission.SEE_ASSETS,
        section=ROUNDS,
        url_path="assets",
    ),
    Entry(
        name="round",
        title=mark("Round"),
        icon=":material/route:",
        permission=Permission.SEE_ROUNDS,
        section=ROUNDS,
        url_path="round",
        hidden=True,
    ),
    Entry(
        name="cost_sharing",
        title=mark("Cost sharing"),
        icon=":material/pie_chart:",
        permission=Permission.SEE_SHARING,
        section=COSTS,
        url_path="cost-sharing",
    ),
    Entry(
        name="statements",
        title=mark("Statements"),
        icon=":material/receipt_long:",
        permission=Permission.SEE_STATEMENTS,
        section=COSTS,
        url_path="statements",
    ),
    Entry(
        name="analytics",
        title=mark("Analytics"),
        icon=":material/query_stats:",
        permission=Permission.SEE_ANALYTICS,
        section=FIGURES,
        url_path="analytics",
    ),
    Entry(
        name="monthly_report",
        title=mark("Monthly report"),
        icon=":material/summarize:",
        permission=Permission.SEE_REPORTS,
        section=FIGURES,
        url_path="monthly-report",
    ),
    Entry(
        name="downloads",
        title=mark("Data download"),
        icon=":material/download:",
        permission=Permission.DOWNLOAD_DATA,
        section=FIGURES,
        url_path="downloads",
    ),
    Entry(
        name="announcements",
        title=mark("Announcements"),
        icon=":material/campaign:",
        permission=Permission.SEE_TICKET,
        section=KNOWLEDGE,
        url_path="announcements",
    ),
    Entry(
        name="places",
        title=mark("Places"),
        icon=":material/location_on:",
        permission=Permission.SEE_PLACES,
        section=KNOWLEDGE,
        url_path="places",
    ),
    Entry(
        name="people",
        title=mark("People"),
        icon=":material/group:",
        permission=Permission.SEE_PAPERS,
        section=KNOWLEDGE,
        url_path="people",
    ),
    Entry(
        name="catalog",
        title=mark("Catalogue"),
        icon=":material/menu_book:",
        permission=Permission.SEE_CATALOG,
        section=KNOWLEDGE,
        url_path="catalog",
    ),
    Entry(
        name="system",
        title=mark("System"),
        icon=":material/settings:",
        permission=Permission.ADMINISTER,
        section=HOUSE,
        url_path="system",
    ),
)


def entry(name: str) -> Entry:
    """The page of that name; KeyError for none, which is a slip of ours."""
    return {found.name: found for found in MENU}[name]

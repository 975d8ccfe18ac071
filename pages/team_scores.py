"""Department scores 科室测评: once a month a department says how each team worked for it."""

from __future__ import annotations

import streamlit as st

from lib.people.organisation import departments, teams
from lib.tickets import team_scores
from lib.tickets.team_scores import MARK_WORDS, MARKS, TeamScore
from lib.ui.addressed import one as chosen
from lib.ui.menu import entry
from lib.ui.session import current, guarded
from lib.ui.widgets import empty, flash, refusal_shown, when

here = current()
_ = here._
month = team_scores.month_to_score(here.now)


def key(team: TeamScore, name: str) -> str:
    return f"score_{month:%Y%m}_{team.department_id}_{team.team_id}_{name}"


def given(team: TeamScore) -> dict[str, int | None]:
    """The marks as they are shown now, 1 to 5; stars count from 0."""
    stars = {name: st.session_state.get(key(team, name)) for name in MARKS}
    return {name: None if star is None else star + 1 for name, star in stars.items()}


@guarded()
def save(listed: list[TeamScore]) -> None:
    now, said = current(), 0
    with now.db.transaction():
        for team in listed:
            marks, words = given(team), st.session_state.get(key(team, "words"), "")
            before = {name: getattr(team, name) for name in MARKS}
            if (marks, words) == (before, team.words):
                continue
            team_scores.score(
                now.db,
                actor=now.actor,
                department_id=team.department_id,
                team_id=team.team_id,
                month=month,
                marks=marks,
                words=words,
                now=now.now,
            )
            said += 1
    flash(_("{n} teams scored.", n=said) if said else _("Nothing to save: no team was given marks."))


def row(team: TeamScore) -> None:
    """One team: its name and work, three times five stars, a few words."""
    with st.container(border=True):
        said = _("{n} tickets finished for us", n=team.finished)
        if team.scored_at is not None:
            said += " · " + _("scored by {name}, {time}", name=team.scored_by, time=when(team.scored_at))
        st.markdown(f"**{teams(here.db)[team.team_id].name}**  :gray[{said}]")
        with st.container(horizontal=True):
            for name in MARKS:
                with st.container(width=180):
                    st.caption(_(MARK_WORDS[name]))
                    stars = getattr(team, name)
                    st.feedback("stars", key=key(team, name), default=stars - 1 if stars else None)
            st.text_input(
                _("What should be kept or become better"),
                team.words,
                key=key(team, "words"),
                max_chars=200,
                width=340,
            )
        refusal_shown(f"team_{team.team_id}")


st.header(_(entry("team_scores").title))
names = {str(id): departments(here.db)[id].name for id in team_scores.departments_of(here.actor)}
department_id = int(
    chosen("score_department", _("Department"), names) if len(names) > 1 else next(iter(names))
)
listed = list(team_scores.teams_to_score(here.db, department_id, month))
scored = sum(team.scored_at is not None for team in listed)
st.caption(
    _(
        "{department}, work of {month}: {scored} of {n} teams scored. A team without stars is not counted; until the"
        " end of this month you can change what you said.",
        department=names[str(department_id)],
        month=f"{month:%Y-%m}",
        scored=scored,
        n=len(listed),
    )
)
if not listed:
    empty(_("No team finished anything for the department in that month."), ":material/star_outline:")
# A form: 16 teams have 48 rows of stars, and none of them needs the page drawn again.
with st.form("team_scores", border=False, enter_to_submit=False):
    for team in listed:
        row(team)
    if listed:
        label = _("Save the scores")
        st.form_submit_button(label, on_click=save, args=(listed,), type="primary", icon=":material/save:")

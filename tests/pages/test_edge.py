"""What callbacks and fragments may rely on: session, guarded, flash, go."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from lib.core import clock
from lib.people import sessions
from lib.ui import session
from tests.conftest import Cast
from tests.pages.conftest import signed_in, went_well

Run = Callable[[Callable[[], None]], AppTest]


@pytest.fixture
def run(cast: Cast) -> Run:
    """Runs a little page of the test's own, signed in as the operator."""

    def ran(page: Callable[[], None]) -> AppTest:
        at = AppTest.from_function(page, default_timeout=20)
        at.session_state[session.SECRET] = signed_in(cast.db, cast.people["wang"])
        return went_well(at.run())

    return ran


def a_form() -> None:
    import streamlit as st

    from lib.core.errors import WrongInput
    from lib.ui.session import current, guarded
    from lib.ui.widgets import flash, flashes_shown, refusal_shown

    @guarded()
    def send() -> None:
        current()
        if st.session_state["phone"] == "x":
            raise WrongInput("“{typed}” is not an amount of money.", field="phone", typed="x")
        flash("written down", ticket_number="20261123-0001")

    refusal_shown(elsewhere=("phone",))
    flashes_shown()
    st.text_input("phone", key="phone")
    refusal_shown("phone")
    st.button("send", on_click=send)


def test_a_refusal_in_a_callback_is_said_once_and_keeps_what_was_typed(run: Run) -> None:
    at = run(a_form)
    at.text_input(key="phone").input("x")
    at = went_well(at.button[0].click().run())
    assert [error.value for error in at.error] == ["“x”不是有效的金额。"]
    assert at.text_input(key="phone").value == "x"
    assert not went_well(at.run()).error


def test_what_was_written_is_said_after_the_rerun_once(run: Run) -> None:
    at = run(a_form)
    at = went_well(at.button[0].click().run())
    assert [toast.value for toast in at.toast] == ["**20261123-0001** · written down"]
    assert not went_well(at.run()).toast


def a_callback() -> None:
    import streamlit as st

    from lib.ui.session import current, guarded

    @guarded()
    def act() -> None:
        current()
        st.session_state["acted"] = True

    st.session_state.setdefault("acted", False)
    st.button("act", on_click=act)

    @st.fragment
    def part() -> None:
        current()
        st.button("in the fragment", key="part")

    part()


def test_a_callback_after_the_sign_in_ended_does_nothing(cast: Cast, run: Run) -> None:
    at = run(a_callback)
    sessions.sign_out(cast.db, at.session_state[session.SECRET], now=clock.now())
    at = went_well(at.button[0].click().run())
    assert at.session_state["acted"] is False
    assert any("/sign-in?ended" in html.value for html in at.html)


def test_a_fragment_after_the_sign_in_ended_does_nothing(cast: Cast, run: Run) -> None:
    at = run(a_callback)
    sessions.sign_out(cast.db, at.session_state[session.SECRET], now=clock.now())
    at = went_well(at.button(key="part").click().run())
    assert any("/sign-in?ended" in html.value for html in at.html)

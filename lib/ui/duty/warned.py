"""What does not go together in a week, in words; it warns and forbids nothing."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from lib.core.clock import duration
from lib.people.accounts import names
from lib.people.shifts import Clash, Shift
from lib.ui.session import Session
from lib.ui.words import plain

MOST = 12


def in_words(here: Session, clash: Clash) -> str:
    """ "张三: 11-25 夜班 and 11-26 白班 overlap"."""
    facts = {
        "name": names(here.db).get(clash.first.account_id, ""),
        "first": _shift(clash.first),
        "second": _shift(clash.second),
    }
    if clash.overlap:
        return here._("{name}: {first} and {second} overlap.", **facts)
    rest = (clash.second.since - clash.first.until).total_seconds() / 60
    between = duration(rest, here.language)
    return here._("{name}: {second} begins {rest} after the night {first}.", **facts, rest=between)


def _shift(shift: Shift) -> str:
    return f"{shift.day:%m-%d} {shift.post.name}"


def warned(here: Session, clashes: Sequence[Clash]) -> None:
    """The list below the week; nothing where everything goes together."""
    if not clashes:
        return
    lines = [plain(in_words(here, clash)) for clash in clashes[:MOST]]
    if len(clashes) > MOST:
        lines.append(here._("and {count} more", count=len(clashes) - MOST))
    st.warning("  \n".join(lines), icon=":material/warning:")

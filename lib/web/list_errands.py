"""Lists on the command line: out to a file, and back from one."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from lib.core.errors import WrongInput
from lib.core.i18n import explain, mark, say
from lib.lists import exchange
from lib.lists.offered import named
from lib.lists.preview import OUTCOME_WORDS, Outcome, Preview
from lib.lists.shape import WHOLE_ROW
from lib.people.roles import SYSTEM

if TYPE_CHECKING:
    from lib.web.errands import Errand

DONE, REFUSED, REPORT = 0, 1, "report"


def export(errand: Errand) -> int:
    """The list as it is; the file goes out as the report, in base64."""
    return _out(errand, exchange.export)


def template(errand: Errand) -> int:
    """An empty file of the list's shape, likewise."""
    return _out(errand, exchange.template)


def _out(errand: Errand, make: Callable[..., bytes]) -> int:
    form = errand.options["form"]
    if form not in exchange.FORMS:
        raise WrongInput(mark("Please name a file that ends in .xlsx or .csv."))
    made = make(errand.db, named(errand.options["name"]), errand.language, form)
    errand.write(REPORT, base64.b64encode(made).decode())
    return DONE


def bring(errand: Errand) -> int:
    """Says what is wrong line by line; writes when nothing is, or the wrong rows may be left out."""
    shape = named(errand.options["name"])
    seen = exchange.preview(
        errand.db, shape, errand.content, language=errand.language, actor=SYSTEM, now=errand.now
    )
    for heading in seen.unknown:
        errand.say(mark("The column “{column}” means nothing here and is left alone."), column=heading)
    _say_faults(errand, seen)
    for outcome in Outcome:
        errand.say(mark("{outcome}: {count} rows"), outcome=_word(errand, outcome), count=seen.count(outcome))
    waived = seen.wrong if errand.options.get("leave_out") else []
    if seen.wrong and not waived:
        errand.say(
            mark("Nothing was written. Correct these rows, or add {option}."), option="--leave-out-wrong"
        )
        return REFUSED
    done = exchange.write(errand.db, seen, actor=SYSTEM, now=errand.now, waived=waived)
    for username, password in done.passwords.items():
        errand.say(mark("Initial password of {name}: {password}"), name=username, password=password)
    return DONE


def _word(errand: Errand, outcome: Outcome) -> str:
    """The outcome in the language of whoever asked."""
    return say(errand.language, OUTCOME_WORDS[outcome])


def _say_faults(errand: Errand, seen: Preview) -> None:
    titles = {column.attribute: say(errand.language, column.title) for column in seen.columns}
    for row in seen.rows:
        for attribute, refusal in row.faults.items():
            reason = explain(errand.language, refusal)
            if attribute == WHOLE_ROW:
                errand.say(mark("Line {line}: {reason}"), line=row.line, reason=reason)
            else:
                errand.say(
                    mark("Line {line}, {column}: {reason}"),
                    line=row.line,
                    column=titles[attribute],
                    reason=reason,
                )


COMMANDS: Mapping[str, Callable[[Errand], int]] = {
    "list-export": export,
    "list-template": template,
    "list-import": bring,
}

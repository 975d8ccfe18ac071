"""A statement: one period, its steps, and who may take them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from lib.core.errors import Refusal
from lib.core.i18n import mark
from lib.cost_sharing.scheme import Scheme
from lib.cost_sharing.words import ACTION_WORDS, STATUS_WORDS, Action, Status
from lib.people.roles import Permission

CODE_SHOWN = 12
"""Characters of the hash that people compare."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One row. The period runs from `starts_on` to `ends_on`, both inclusive. `pool_cents` None: its cost lines are
    added up. `answer_by`: the last day for the vendors' answers. `content` and `hash`: see the migration."""

    id: int
    number: str
    version: int
    status: Status
    starts_on: date
    ends_on: date
    scheme: Scheme
    pool_cents: int | None
    made_by: int | None
    made_at: datetime
    sent_by: int | None = None
    sent_at: datetime | None = None
    answer_by: date | None = None
    checked_by: int | None = None
    checked_at: datetime | None = None
    approved_by: int | None = None
    issued_at: datetime | None = None
    settled_at: datetime | None = None
    content: str = ""
    hash: str = ""

    @property
    def is_frozen(self) -> bool:
        """Whether its figures stand as issued, whatever happens to tickets, contracts and rules."""
        return self.status in FROZEN

    @property
    def code(self) -> str:
        """The beginning of its hash, by which paper and page are compared; "" for a draft."""
        return self.hash[:CODE_SHOWN]


@dataclass(frozen=True, slots=True)
class Step:
    """From which statuses an action leads where (None: it stays), and the permission it needs."""

    starts: frozenset[Status]
    to: Status | None
    needs: Permission


_S = Status
STEPS: Mapping[Action, Step] = {
    Action.CHANGE: Step(frozenset({_S.DRAFT}), None, Permission.KEEP_SHARING),
    Action.SEND: Step(frozenset({_S.DRAFT}), _S.CHECKING, Permission.KEEP_SHARING),
    Action.ANSWER: Step(frozenset({_S.CHECKING}), None, Permission.ANSWER_STATEMENTS),
    Action.DECIDE: Step(
        frozenset({_S.CHECKING, _S.APPROVAL, _S.ISSUED, _S.SETTLED}), None, Permission.KEEP_SHARING
    ),
    Action.TAKE_BACK: Step(frozenset({_S.CHECKING}), _S.DRAFT, Permission.KEEP_SHARING),
    Action.CHECK: Step(frozenset({_S.CHECKING}), _S.APPROVAL, Permission.CHECK_SHARING),
    Action.SEND_BACK: Step(frozenset({_S.APPROVAL}), _S.DRAFT, Permission.CHECK_SHARING),
    Action.APPROVE: Step(frozenset({_S.APPROVAL}), _S.ISSUED, Permission.APPROVE_SHARING),
    Action.RECORD: Step(frozenset({_S.ISSUED}), None, Permission.KEEP_SHARING),
    Action.SETTLE: Step(frozenset({_S.ISSUED}), _S.SETTLED, Permission.KEEP_SHARING),
}
"""Everything that can follow `make`. A decision on a ticket of an issued statement changes nothing in it: it is
carried by a correction. Source: the product's steps of a statement."""
FROZEN = frozenset({Status.ISSUED, Status.SETTLED})


def after(status: Status, action: Action) -> Status:
    """The status the action leads to; Refusal when it cannot start there."""
    step = STEPS[action]
    if status not in step.starts:
        raise Refusal(
            mark("“{action}” is not possible: the statement is “{status}”."),
            action=ACTION_WORDS[action],
            status=STATUS_WORDS[status],
        )
    return step.to or status

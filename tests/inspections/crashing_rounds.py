"""A process that makes rounds and dies in the middle of it: `python crashing_rounds.py <number of the plan>`.

Killed after the rounds of that plan were written and before they are committed, with those of the plans before there.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import timedelta
from typing import Any

from lib.core.settings import settings
from lib.inspections import generating
from lib.store.opening import opened
from tests.inspections.planning import NOW


def main(dies_at: int) -> None:
    written = generating.remember

    def remember(tx: Any, plan: Any, until: Any) -> None:
        written(tx, plan, until)
        if plan.id == dies_at:
            os.kill(os.getpid(), signal.SIGKILL)

    generating.remember = remember
    generating.generate(opened(settings().database), NOW + timedelta(days=7))


if __name__ == "__main__":
    main(int(sys.argv[1]))

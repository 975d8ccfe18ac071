"""The command line's own refusals, in the language of whoever types."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import NoReturn

from lib.core.i18n import mark, say
from lib.core.settings import settings

WRONG = 2
NOT_UNDERSTOOD = mark(
    "This command is not complete or not known. Above is how it is written; {option} says more."
)


class Parser(ArgumentParser):
    """As the library's, which says in English what is wrong."""

    def error(self, message: str) -> NoReturn:
        """Shows how the command is written, says that it was not, and ends with 2."""
        self.print_usage(sys.stderr)
        self.exit(WRONG, say(settings().language, NOT_UNDERSTOOD, option="--help") + "\n")

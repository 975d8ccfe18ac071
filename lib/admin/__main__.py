"""python -m lib.admin COMMAND"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from lib.admin.commands import parser
from lib.core.errors import Refusal
from lib.core.i18n import explain, mark
from lib.core.settings import SettingError, settings
from lib.store.migrate import UnknownMigration

NEWER = mark("The database was written by a newer version of OneStop: {migrations}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; its exit code. What cannot be done is said in one sentence on standard error."""
    try:
        asked = parser().parse_args(arguments)
        return int(asked.run(asked))
    except BrokenPipeError:  # `… | head`: who reads has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except SettingError as error:
        print(error, file=sys.stderr)
    except UnknownMigration as error:
        print(explain(settings().language, Refusal(NEWER, migrations=error)), file=sys.stderr)
    except Refusal as refusal:
        print(explain(settings().language, refusal), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())

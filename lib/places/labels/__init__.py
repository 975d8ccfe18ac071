"""The codes on the walls: made, printed, hung, replaced."""

from lib.places.labels.codes import (
    ALPHABET,
    LENGTH,
    Label,
    current,
    issue,
    issue_all,
    new_code,
    read,
    url,
)
from lib.places.labels.pictures import svg

__all__ = ["ALPHABET", "LENGTH", "Label", "current", "issue", "issue_all", "new_code", "read", "svg", "url"]

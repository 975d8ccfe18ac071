"""The codes on the walls: made, printed, hung, replaced."""

from lib.places.labels.codes import Label, current, issue, issue_all, read, url
from lib.places.labels.issuing import ALPHABET, LENGTH, new_code
from lib.places.labels.pictures import svg

__all__ = ["ALPHABET", "LENGTH", "Label", "current", "issue", "issue_all", "new_code", "read", "svg", "url"]

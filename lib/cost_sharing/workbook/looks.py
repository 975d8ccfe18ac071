"""How cells of the workbook look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

INK, GREEN, TYPED, FRAME = "#1F2A2E", "#E6F2EF", "#FFF8DC", "#B9C7C4"
NUMBERS: Mapping[str, str] = {
    "text": "@",
    "check": "@",
    "whole": "#,##0",
    "yuan": "#,##0.00",
    "number": "#,##0.######",
    "percent": "0.0000%",
    "rate": "#,##0.000000",
    "factor": "0.000000",
    "day": "yyyy-mm-dd",
}


def looks(book: Any) -> dict[str, Any]:
    """Formats by name: each of NUMBERS, also with "_input" for cells one may change and "_sum" for those below."""
    found: dict[str, Any] = {}
    for name, shown in NUMBERS.items():
        plain: dict[str, Any] = {"num_format": shown, "font_color": INK, "border": 1, "border_color": FRAME}
        plain |= {"align": "center"} if name == "check" else {}
        found[name] = book.add_format(plain)
        found[f"{name}_input"] = book.add_format({**plain, "bg_color": TYPED})
        found[f"{name}_sum"] = book.add_format({**plain, "bold": True, "top": 2})
    heading = {"bold": True, "bg_color": GREEN, "border": 1, "border_color": FRAME, "text_wrap": True}
    found["heading"] = book.add_format({**heading, "align": "center", "valign": "vcenter"})
    found["title"] = book.add_format({"bold": True, "font_size": 16})
    found["part"] = book.add_format({"bold": True, "font_size": 12, "font_color": "#0B6E5F"})
    found["quiet"] = book.add_format({"font_color": "#5B6B70"})
    found["words"] = book.add_format({"text_wrap": True, "valign": "top"})
    found["good"] = book.add_format({"font_color": "#0B6E5F"})
    found["bad"] = book.add_format({"font_color": "#B00020", "bold": True})
    found["never"] = book.add_format({"num_format": '"—"'})
    return found

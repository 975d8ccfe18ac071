"""What an inspector does at a stop, on the phone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from playwright.sync_api import Page


def in_order(inspector: Page) -> None:
    """Every item answered well: what was measured lies inside its limits, no meter runs backwards."""
    stop = int(inspector.url.rpartition("#s")[2])
    last = inspector.evaluate("at => D.route.find(one => one.at === at).last", stop)
    for about in inspector.evaluate("D.items"):
        card = inspector.locator(f"#i{about['id']}")
        if about["kind"] in ("yes_no", "choice"):
            card.locator(".big.fine").first.click()
        elif about["kind"] in ("number", "meter"):
            card.locator(".measure input").fill(good_number(about, last.get(str(about["id"]))))
        elif about["needed"]:
            card.locator("textarea").fill("无")


def good_number(about: Mapping[str, Any], last: Sequence[str] | None) -> str:
    """A reading in the middle of the limits, not below what a meter showed last."""
    low, high = (
        about[f"warn_{end}"] if about[f"warn_{end}"] is not None else about[f"fail_{end}"]
        for end in ("low", "high")
    )
    if last:
        low = max(low or 0, float(last[0]))
    if low is not None and high is not None:
        return f"{(low + high) / 2:.4g}"
    return f"{low if low is not None else high if high is not None else 1:.4f}".rstrip("0").rstrip(".")

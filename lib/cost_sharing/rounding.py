"""Exact amounts to whole cents so that their sum stays what it is: the largest remainder."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction


def rounded_up(
    remainders: Mapping[str, int], count: int, size: Mapping[str, int | Fraction]
) -> frozenset[str]:
    """The `count` vendors who get one cent more: those with the largest remainders.

    Among equal remainders the larger `size` comes first, then the vendor's code. The product's rule.
    """
    order = sorted(remainders, key=lambda vendor: (-remainders[vendor], -size[vendor], vendor))
    return frozenset(order[:count])

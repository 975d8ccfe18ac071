"""Which lists there are: every module in lib/lists/shapes is one."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module

from lib.core.errors import NotFound
from lib.core.i18n import mark
from lib.lists import shapes
from lib.lists.shape import List


@cache
def all_lists() -> Mapping[str, List]:
    """Every list by name, in the order in which a new hospital fills them."""
    modules = (
        import_module(f"{shapes.__name__}.{one.name}") for one in pkgutil.iter_modules(shapes.__path__)
    )
    found: list[List] = [module.SHAPE for module in modules if hasattr(module, "SHAPE")]
    return {one.name: one for one in sorted(found, key=lambda one: one.order)}


def named(name: str) -> List:
    """The list of that name; NotFound when there is none."""
    try:
        return all_lists()[name]
    except KeyError:
        raise NotFound(
            mark("There is no list “{name}”; there are: {names}."), name=name, names=", ".join(all_lists())
        ) from None

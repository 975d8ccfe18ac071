"""OneStop: the logistics service desk of a hospital."""

__version__ = "0.5.0"

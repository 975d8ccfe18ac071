"""Tickets: their life, their records, and what people do with them."""

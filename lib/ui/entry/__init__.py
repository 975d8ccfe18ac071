"""Ticket entry: what the desk types while somebody is on the phone."""

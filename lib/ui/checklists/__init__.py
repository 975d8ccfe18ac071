"""Checklists: the list, one opened and edited, its versions, plans and readings."""

"""Inspection and maintenance: checklists, plans that become rounds, and what rounds find."""

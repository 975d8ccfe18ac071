"""Inspection results: what is asked for, the numbers, the table by groups, what was missed, and readings."""

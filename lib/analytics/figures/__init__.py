"""Figures as plain Plotly dictionaries, a family of charts in each module."""

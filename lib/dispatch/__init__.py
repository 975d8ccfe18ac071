"""The dispatch board: what waits, how it stands against its promise, and who could do it."""

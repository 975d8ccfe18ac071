"""The demonstration hospital: people, half a year of history, and a live morning, the same for the same now."""

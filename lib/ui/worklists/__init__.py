"""The lists of work, each whole, with what can be done about all of it at once."""

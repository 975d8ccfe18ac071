"""The ticket page: facts, history, and what can be done now."""

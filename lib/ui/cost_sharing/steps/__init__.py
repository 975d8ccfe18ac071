"""The steps of a statement as the office sees them: where it stands, what comes next, and what belongs to it."""

"""Another system's tickets become histories of ours: every row imported or rejected, with line and reason."""

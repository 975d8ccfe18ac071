"""A report as files to take away."""

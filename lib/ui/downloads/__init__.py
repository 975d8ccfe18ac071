"""The page of data to take away."""

"""The plain HTTP edge: what phones open, signing in, feeds."""

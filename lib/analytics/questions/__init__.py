"""What one asks of the facts: each question a pure function from a frame to a frame."""

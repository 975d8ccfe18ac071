"""The overview: today's figures, what needs a person now, and what they were told."""

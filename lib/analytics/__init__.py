"""Figures about the work, each with what it counts and out of how many."""

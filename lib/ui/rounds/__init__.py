"""The desk's view of one round."""

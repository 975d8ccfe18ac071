"""The steps of a statement, one use case each."""

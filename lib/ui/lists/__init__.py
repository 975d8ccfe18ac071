"""A list of the hospital as a file, beside its table: taken away, brought back, looked through before it is written."""

"""The database and the files: nobody above writes to disk by another way."""

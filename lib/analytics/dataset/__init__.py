"""Data to take away: the columns, which tickets, the files made of them, and who may have what."""

"""What can be asked for, and what is promised."""

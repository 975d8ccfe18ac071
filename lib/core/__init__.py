"""What every part stands on: errors, clock, settings, money, language."""

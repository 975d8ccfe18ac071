-- A second return waits for the dispatcher's decision: a state of its own, not to be guessed from counts.
ALTER TABLE ticket ADD COLUMN undecided BOOLEAN DEFAULT FALSE;

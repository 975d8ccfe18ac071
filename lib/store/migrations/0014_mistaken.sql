-- What was only a slip of the hand, put right at the stop before anybody took its ticket: kept, and counted nowhere.
ALTER TABLE finding ADD COLUMN mistaken BOOLEAN DEFAULT FALSE;

-- A change may begin on a day to come: until then the plan's rounds are those of the plan as it was.
ALTER TABLE plan ADD COLUMN changed_from DATE;

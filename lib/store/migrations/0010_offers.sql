-- Whether a team's people take its jobs themselves (抢单) or its leader passes them on; which services dispatch themselves.
ALTER TABLE team ADD COLUMN takes BOOLEAN DEFAULT TRUE;
ALTER TABLE service ADD COLUMN automatic VARCHAR DEFAULT '';

-- The rest of a ticket's life: a deadline for those who watch it, a confirmed hold, escalations, helpers beside the lead.
ALTER TABLE ticket ADD COLUMN watched_until TIMESTAMPTZ;
ALTER TABLE ticket ADD COLUMN hold_confirmed BOOLEAN DEFAULT FALSE;
ALTER TABLE ticket ADD COLUMN escalations INTEGER DEFAULT 0;
ALTER TABLE ticket ADD COLUMN helpers BIGINT[] DEFAULT [];

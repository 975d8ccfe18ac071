-- What became of a printed code: on paper, on the wall, reported as damaged or misplaced.
ALTER TABLE label ADD COLUMN printed_at TIMESTAMPTZ;
ALTER TABLE label ADD COLUMN printed_by BIGINT;
ALTER TABLE label ADD COLUMN hung_at TIMESTAMPTZ;
ALTER TABLE label ADD COLUMN hung_by BIGINT;
ALTER TABLE label ADD COLUMN hung_how VARCHAR;
ALTER TABLE label ADD COLUMN reported_at TIMESTAMPTZ;
ALTER TABLE label ADD COLUMN reported_why VARCHAR;
-- A code scanned before there was a rule for it stays known to hang.
UPDATE label SET hung_at = first_scan_at, hung_how = 'scan' WHERE first_scan_at IS NOT NULL;
-- Scans of codes not known to hang yet, kept for a day: which phone scanned what, to tell a wall from a pile of paper.
CREATE TABLE label_scan (
  code VARCHAR NOT NULL, phone VARCHAR NOT NULL, scanned_at TIMESTAMPTZ NOT NULL, PRIMARY KEY (code, phone));

-- What people may do and have learned: training, exams, health and safety papers, licences. A paper taken out stays,
-- since somebody may ask later what was on record that day.
CREATE SEQUENCE paper_id;
CREATE TABLE paper (
  id BIGINT PRIMARY KEY, account_id BIGINT NOT NULL, kind VARCHAR NOT NULL, licence VARCHAR NOT NULL DEFAULT '',
  title VARCHAR NOT NULL DEFAULT '', number VARCHAR NOT NULL DEFAULT '', issued_on DATE, valid_until DATE,
  note VARCHAR NOT NULL DEFAULT '', file_hash VARCHAR NOT NULL DEFAULT '', kept_at TIMESTAMPTZ NOT NULL, removed_at TIMESTAMPTZ);

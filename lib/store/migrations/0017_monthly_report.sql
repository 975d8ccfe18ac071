-- One row each time a month's report is issued; `content` is everything it says, canonical JSON, never changed.
CREATE SEQUENCE monthly_report_id;
CREATE TABLE monthly_report (
  id BIGINT PRIMARY KEY, month DATE NOT NULL, edition INTEGER NOT NULL, issued_at TIMESTAMPTZ NOT NULL, issued_by BIGINT,
  content VARCHAR NOT NULL, content_hash VARCHAR NOT NULL, UNIQUE (month, edition));
-- PDCA: what is to be done (plan), by whom, until when, what came out; carried from month to month until it is closed.
CREATE SEQUENCE improvement_id;
CREATE TABLE improvement (
  id BIGINT PRIMARY KEY, version INTEGER NOT NULL, month DATE NOT NULL, topic VARCHAR NOT NULL, plan VARCHAR NOT NULL,
  owner_id BIGINT, due_on DATE, status VARCHAR NOT NULL, result VARCHAR NOT NULL DEFAULT '',
  opened_at TIMESTAMPTZ NOT NULL, opened_by BIGINT, closed_at TIMESTAMPTZ);

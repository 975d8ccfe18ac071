-- Public holidays of years the library does not know, one file a year as somebody loaded it.
CREATE TABLE holiday_file (
  year INTEGER PRIMARY KEY, content VARCHAR NOT NULL, taken_at TIMESTAMPTZ NOT NULL, taken_by BIGINT);
-- What is reported from this hour of the wall clock on, outside critical areas, may count from the next morning; '' for never.
ALTER TABLE promise ADD COLUMN late_from VARCHAR DEFAULT '';
ALTER TABLE promise ADD COLUMN late_start VARCHAR DEFAULT '';
-- Who is told when, before or after a promise is due; rules out of use stay, the past names them.
CREATE SEQUENCE escalation_rule_id;
CREATE TABLE escalation_rule (
  id BIGINT PRIMARY KEY, severity VARCHAR NOT NULL, stage VARCHAR NOT NULL, minutes INTEGER NOT NULL, tell VARCHAR NOT NULL,
  accounts VARCHAR NOT NULL DEFAULT '', raises BOOLEAN NOT NULL DEFAULT FALSE, active BOOLEAN NOT NULL DEFAULT TRUE,
  note VARCHAR NOT NULL DEFAULT '');
-- Each level a ticket has reached: its primary key is what makes it happen once. A level passed over has no event of its own.
CREATE TABLE escalation (
  ticket_id BIGINT NOT NULL, level VARCHAR NOT NULL, stage VARCHAR NOT NULL, round BIGINT NOT NULL, due_at TIMESTAMPTZ,
  reached_at TIMESTAMPTZ NOT NULL, event_seq INTEGER, PRIMARY KEY (ticket_id, level, stage, round));

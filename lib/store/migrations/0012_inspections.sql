-- Inspection and maintenance: what is looked after, what is looked at, how often, and what was found.
-- An asset is one machine or installation; its number is never given twice.
CREATE SEQUENCE asset_id;
CREATE TABLE asset (
  id BIGINT PRIMARY KEY, number VARCHAR NOT NULL UNIQUE, name VARCHAR NOT NULL, category VARCHAR NOT NULL DEFAULT '',
  maker VARCHAR NOT NULL DEFAULT '', model VARCHAR NOT NULL DEFAULT '', serial VARCHAR NOT NULL DEFAULT '',
  location_id BIGINT, vendor_id BIGINT, team_id BIGINT, criticality VARCHAR NOT NULL, status VARCHAR NOT NULL,
  bought_on DATE, warranty_until DATE, life_ends_on DATE, price_cents BIGINT, notes VARCHAR NOT NULL DEFAULT '');
CREATE TABLE asset_label (
  code VARCHAR PRIMARY KEY, asset_id BIGINT NOT NULL, issued_at TIMESTAMPTZ NOT NULL, replaced_at TIMESTAMPTZ,
  printed_at TIMESTAMPTZ, first_scan_at TIMESTAMPTZ);
ALTER TABLE ticket ADD COLUMN asset_id BIGINT;
-- A checklist changes by a new version; an item keeps its id through all of them, so that its readings stay one line.
CREATE SEQUENCE checklist_id;
CREATE SEQUENCE check_item_id;
CREATE TABLE checklist (
  id BIGINT PRIMARY KEY, name VARCHAR NOT NULL, category VARCHAR NOT NULL DEFAULT '', version INTEGER NOT NULL,
  active BOOLEAN NOT NULL DEFAULT TRUE);
CREATE TABLE check_item (id BIGINT PRIMARY KEY, checklist_id BIGINT NOT NULL);
CREATE TABLE checklist_version (
  checklist_id BIGINT NOT NULL, version INTEGER NOT NULL, made_at TIMESTAMPTZ NOT NULL, made_by BIGINT,
  PRIMARY KEY (checklist_id, version));
CREATE TABLE checklist_item (
  checklist_id BIGINT NOT NULL, version INTEGER NOT NULL, item_id BIGINT NOT NULL, position INTEGER NOT NULL,
  words VARCHAR NOT NULL, hint VARCHAR NOT NULL DEFAULT '', kind VARCHAR NOT NULL, unit VARCHAR NOT NULL DEFAULT '',
  choices VARCHAR[] NOT NULL DEFAULT [], bad_choices VARCHAR[] NOT NULL DEFAULT [],
  warn_low DECIMAL(18,4), warn_high DECIMAL(18,4), fail_low DECIMAL(18,4), fail_high DECIMAL(18,4),
  needed BOOLEAN NOT NULL DEFAULT TRUE, photo BOOLEAN NOT NULL DEFAULT FALSE,
  service_code VARCHAR NOT NULL DEFAULT '', severity VARCHAR NOT NULL DEFAULT '',
  PRIMARY KEY (checklist_id, version, item_id));
-- Rounds are made for every day up to `made_until`. `route` counts the routes a plan has had: stops of old ones stay,
-- since rounds point to them. Slots are wall-clock spans of a day, such as "08:00-16:00 16:00-00:00".
CREATE SEQUENCE plan_id;
CREATE TABLE plan (
  id BIGINT PRIMARY KEY, code VARCHAR NOT NULL UNIQUE, version INTEGER NOT NULL, name VARCHAR NOT NULL,
  kind VARCHAR NOT NULL, checklist_id BIGINT NOT NULL, route INTEGER NOT NULL, rule VARCHAR NOT NULL,
  basis VARCHAR NOT NULL, starts_on DATE NOT NULL, ends_on DATE, season VARCHAR NOT NULL DEFAULT '',
  holidays VARCHAR NOT NULL, slots VARCHAR NOT NULL, early_days INTEGER NOT NULL DEFAULT 0,
  late_days INTEGER NOT NULL DEFAULT 0, lead_days INTEGER NOT NULL DEFAULT 0, minutes INTEGER NOT NULL,
  account_id BIGINT, post_id BIGINT, team_id BIGINT, vendor_id BIGINT, campus_id BIGINT,
  carries BOOLEAN NOT NULL DEFAULT TRUE, active BOOLEAN NOT NULL DEFAULT TRUE, made_until DATE);
CREATE TABLE plan_stop (
  plan_id BIGINT NOT NULL, route INTEGER NOT NULL, position INTEGER NOT NULL, asset_id BIGINT, location_id BIGINT,
  PRIMARY KEY (plan_id, route, position));
-- One dated execution. The plan, the day its rule named, the slot and the part tell rounds apart: part 0 is the planned
-- one, the others carry on what it left. `day` is when it is meant to be done, between opens_at and closes_at.
CREATE SEQUENCE round_id;
CREATE TABLE round (
  id BIGINT PRIMARY KEY, version INTEGER NOT NULL, plan_id BIGINT NOT NULL, occurs_on DATE NOT NULL,
  slot VARCHAR NOT NULL, part INTEGER NOT NULL DEFAULT 0, status VARCHAR NOT NULL, day DATE NOT NULL,
  planned_at TIMESTAMPTZ NOT NULL, opens_at TIMESTAMPTZ NOT NULL, closes_at TIMESTAMPTZ NOT NULL,
  minutes INTEGER NOT NULL, checklist_id BIGINT NOT NULL, checklist_version INTEGER NOT NULL, route INTEGER NOT NULL,
  positions INTEGER[], account_id BIGINT, post_id BIGINT, team_id BIGINT, vendor_id BIGINT, campus_id BIGINT,
  follows_id BIGINT, changed BOOLEAN NOT NULL DEFAULT FALSE, stops INTEGER NOT NULL, stops_done INTEGER NOT NULL DEFAULT 0,
  warned INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0, begun_at TIMESTAMPTZ, begun_by BIGINT,
  ended_at TIMESTAMPTZ, ended_by BIGINT, UNIQUE (plan_id, occurs_on, slot, part));
CREATE TABLE round_event (
  round_id BIGINT NOT NULL, seq INTEGER NOT NULL, action VARCHAR NOT NULL, actor_id BIGINT,
  actor_name VARCHAR NOT NULL DEFAULT '', happened_at TIMESTAMPTZ NOT NULL, recorded_at TIMESTAMPTZ NOT NULL,
  facts VARCHAR NOT NULL, PRIMARY KEY (round_id, seq));
-- What somebody wrote down at one stop; written down again it is a new row, and the last one counts.
CREATE TABLE visit (
  round_id BIGINT NOT NULL, position INTEGER NOT NULL, seq INTEGER NOT NULL, key VARCHAR NOT NULL DEFAULT '',
  visited_at TIMESTAMPTZ NOT NULL, recorded_at TIMESTAMPTZ NOT NULL, visited_by BIGINT, scanned BOOLEAN NOT NULL DEFAULT FALSE,
  skipped VARCHAR NOT NULL DEFAULT '', words VARCHAR NOT NULL DEFAULT '', PRIMARY KEY (round_id, position, seq));
CREATE TABLE answer (
  round_id BIGINT NOT NULL, position INTEGER NOT NULL, seq INTEGER NOT NULL, item_id BIGINT NOT NULL,
  verdict VARCHAR NOT NULL, number DECIMAL(18,4), words VARCHAR NOT NULL DEFAULT '', photos VARCHAR[] NOT NULL DEFAULT [],
  finding_id BIGINT, PRIMARY KEY (round_id, position, seq, item_id));
-- A failed item until it is seen to be good again, through however many rounds that notice it and however many tickets.
CREATE SEQUENCE finding_id;
CREATE TABLE finding (
  id BIGINT PRIMARY KEY, round_id BIGINT NOT NULL, position INTEGER NOT NULL, item_id BIGINT NOT NULL,
  checklist_id BIGINT NOT NULL, checklist_version INTEGER NOT NULL, asset_id BIGINT, location_id BIGINT,
  ticket_id BIGINT, found_at TIMESTAMPTZ NOT NULL, found_by BIGINT, resolved_at TIMESTAMPTZ);
CREATE TABLE recheck (
  finding_id BIGINT NOT NULL, seq INTEGER NOT NULL, passed BOOLEAN NOT NULL, number DECIMAL(18,4),
  words VARCHAR NOT NULL DEFAULT '', photos VARCHAR[] NOT NULL DEFAULT [], ticket_id BIGINT, checked_by BIGINT,
  checked_at TIMESTAMPTZ NOT NULL, PRIMARY KEY (finding_id, seq));
-- Statutory inspection: what a certificate says, and which alarms before its end have been given.
CREATE SEQUENCE certificate_id;
CREATE TABLE certificate (
  id BIGINT PRIMARY KEY, asset_id BIGINT NOT NULL, name VARCHAR NOT NULL, number VARCHAR NOT NULL DEFAULT '',
  issuer VARCHAR NOT NULL DEFAULT '', issued_on DATE, valid_until DATE NOT NULL, round_id BIGINT,
  file_hash VARCHAR NOT NULL DEFAULT '', kept_at TIMESTAMPTZ NOT NULL, removed_at TIMESTAMPTZ);
CREATE TABLE certificate_alarm (
  certificate_id BIGINT NOT NULL, days INTEGER NOT NULL, told_at TIMESTAMPTZ NOT NULL, PRIMARY KEY (certificate_id, days));
-- Addresses of calendars other programs subscribe to; whoever has the address reads it.
CREATE TABLE calendar_feed (
  token VARCHAR PRIMARY KEY, account_id BIGINT, team_id BIGINT, vendor_id BIGINT, made_by BIGINT,
  made_at TIMESTAMPTZ NOT NULL, ended_at TIMESTAMPTZ);

-- People -------------------------------------------------------------------------------------------
CREATE SEQUENCE account_id;
CREATE TABLE account (
  id BIGINT PRIMARY KEY, username VARCHAR NOT NULL UNIQUE, name VARCHAR NOT NULL, phone VARCHAR NOT NULL DEFAULT '',
  password_hash VARCHAR NOT NULL DEFAULT '', must_change BOOLEAN NOT NULL DEFAULT FALSE, active BOOLEAN NOT NULL DEFAULT TRUE,
  demonstration BOOLEAN NOT NULL DEFAULT FALSE, language VARCHAR NOT NULL DEFAULT 'zh', created_at TIMESTAMPTZ NOT NULL);
CREATE TABLE account_role (
  account_id BIGINT NOT NULL, role VARCHAR NOT NULL, scope VARCHAR NOT NULL, scope_id BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (account_id, role, scope, scope_id));
CREATE TABLE technician (account_id BIGINT PRIMARY KEY, team_id BIGINT NOT NULL, skills VARCHAR NOT NULL DEFAULT '');
CREATE TABLE sign_in (
  id_hash VARCHAR PRIMARY KEY, account_id BIGINT NOT NULL, kind VARCHAR NOT NULL, created_at TIMESTAMPTZ NOT NULL,
  expires_at TIMESTAMPTZ NOT NULL, address VARCHAR NOT NULL DEFAULT '', device VARCHAR NOT NULL DEFAULT '');
CREATE TABLE binding_code (
  code_hash VARCHAR PRIMARY KEY, account_id BIGINT NOT NULL, issued_by BIGINT NOT NULL, expires_at TIMESTAMPTZ NOT NULL);
CREATE TABLE attempt (key VARCHAR NOT NULL, counted_at TIMESTAMPTZ NOT NULL);
CREATE SEQUENCE audit_id;
CREATE TABLE audit (
  id BIGINT PRIMARY KEY, happened_at TIMESTAMPTZ NOT NULL, actor_id BIGINT, act VARCHAR NOT NULL, object VARCHAR NOT NULL DEFAULT '',
  facts VARCHAR NOT NULL DEFAULT '{}');
CREATE SEQUENCE department_id;
CREATE TABLE department (
  id BIGINT PRIMARY KEY, code VARCHAR NOT NULL UNIQUE, name VARCHAR NOT NULL, kind VARCHAR NOT NULL, campus_id BIGINT,
  extension VARCHAR NOT NULL DEFAULT '', cost_centre VARCHAR NOT NULL DEFAULT '', active BOOLEAN NOT NULL DEFAULT TRUE);
CREATE SEQUENCE vendor_id;
CREATE TABLE vendor (
  id BIGINT PRIMARY KEY, code VARCHAR NOT NULL UNIQUE, name VARCHAR NOT NULL, vendor_type VARCHAR NOT NULL DEFAULT '',
  internal BOOLEAN NOT NULL DEFAULT FALSE, tax_rate VARCHAR NOT NULL DEFAULT '', active BOOLEAN NOT NULL DEFAULT TRUE);
CREATE SEQUENCE contract_id;
CREATE TABLE contract (
  id BIGINT PRIMARY KEY, number VARCHAR NOT NULL UNIQUE, vendor_id BIGINT NOT NULL, starts_on DATE NOT NULL, ends_on DATE NOT NULL,
  status VARCHAR NOT NULL, yearly_cents BIGINT NOT NULL DEFAULT 0);
CREATE SEQUENCE team_id;
CREATE TABLE team (
  id BIGINT PRIMARY KEY, code VARCHAR NOT NULL UNIQUE, name VARCHAR NOT NULL, vendor_id BIGINT, campus_id BIGINT,
  active BOOLEAN NOT NULL DEFAULT TRUE);

-- Places -------------------------------------------------------------------------------------------
CREATE SEQUENCE location_id;
CREATE TABLE location (
  id BIGINT PRIMARY KEY, number VARCHAR NOT NULL UNIQUE, parent_id BIGINT, campus_id BIGINT, kind VARCHAR NOT NULL,
  name VARCHAR NOT NULL, area_class VARCHAR NOT NULL DEFAULT '', notes VARCHAR NOT NULL DEFAULT '', active BOOLEAN NOT NULL DEFAULT TRUE);
CREATE TABLE label (
  code VARCHAR PRIMARY KEY, location_id BIGINT NOT NULL, issued_at TIMESTAMPTZ NOT NULL, replaced_at TIMESTAMPTZ, first_scan_at TIMESTAMPTZ);
CREATE TABLE occupancy (
  location_id BIGINT NOT NULL, department_id BIGINT NOT NULL, from_date DATE NOT NULL, to_date DATE,
  PRIMARY KEY (location_id, from_date));

-- Catalogue ----------------------------------------------------------------------------------------
CREATE TABLE service_group (code VARCHAR PRIMARY KEY, name VARCHAR NOT NULL, icon VARCHAR NOT NULL DEFAULT '', sort INTEGER NOT NULL);
CREATE TABLE service (
  code VARCHAR PRIMARY KEY, group_code VARCHAR NOT NULL, name VARCHAR NOT NULL, name_en VARCHAR NOT NULL DEFAULT '', kind VARCHAR NOT NULL,
  severity VARCHAR NOT NULL, weight DOUBLE NOT NULL DEFAULT 1, vendor_id BIGINT, team_id BIGINT, licence VARCHAR NOT NULL DEFAULT '',
  people INTEGER NOT NULL DEFAULT 1, visit BOOLEAN NOT NULL DEFAULT TRUE, words VARCHAR NOT NULL DEFAULT '', active BOOLEAN NOT NULL DEFAULT TRUE);
CREATE TABLE working_calendar (
  code VARCHAR NOT NULL, version INTEGER NOT NULL, name VARCHAR NOT NULL, week VARCHAR NOT NULL, valid_from TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (code, version));
CREATE TABLE calendar_day (day DATE PRIMARY KEY, kind VARCHAR NOT NULL, note VARCHAR NOT NULL DEFAULT '');
CREATE SEQUENCE promise_id;
CREATE TABLE promise (
  id BIGINT PRIMARY KEY, version INTEGER NOT NULL, severity VARCHAR NOT NULL, area_class VARCHAR NOT NULL DEFAULT '',
  service_code VARCHAR NOT NULL DEFAULT '', respond_minutes INTEGER NOT NULL, respond_calendar VARCHAR NOT NULL,
  arrive_minutes INTEGER NOT NULL, arrive_calendar VARCHAR NOT NULL, complete_minutes INTEGER NOT NULL, complete_calendar VARCHAR NOT NULL,
  valid_from TIMESTAMPTZ NOT NULL, valid_to TIMESTAMPTZ, note VARCHAR NOT NULL DEFAULT '');
CREATE TABLE material (
  code VARCHAR PRIMARY KEY, name VARCHAR NOT NULL, unit VARCHAR NOT NULL, unit_cents BIGINT NOT NULL, group_code VARCHAR NOT NULL DEFAULT '',
  active BOOLEAN NOT NULL DEFAULT TRUE);
CREATE TABLE cause (code VARCHAR PRIMARY KEY, group_code VARCHAR NOT NULL DEFAULT '', name VARCHAR NOT NULL);
CREATE TABLE remedy (code VARCHAR PRIMARY KEY, name VARCHAR NOT NULL);
CREATE TABLE setting (name VARCHAR PRIMARY KEY, value VARCHAR NOT NULL);

-- Tickets ------------------------------------------------------------------------------------------
CREATE SEQUENCE ticket_id;
CREATE TABLE ticket_number (day DATE PRIMARY KEY, last INTEGER NOT NULL);
CREATE TABLE ticket (
  id BIGINT PRIMARY KEY, number VARCHAR NOT NULL UNIQUE, version INTEGER NOT NULL, status VARCHAR NOT NULL,
  kind VARCHAR NOT NULL, channel VARCHAR NOT NULL, severity VARCHAR NOT NULL, service_code VARCHAR NOT NULL,
  department_id BIGINT, location_id BIGINT, description VARCHAR NOT NULL,
  opened_at TIMESTAMPTZ NOT NULL, changed_at TIMESTAMPTZ NOT NULL, appointment_at TIMESTAMPTZ,
  assignee_id BIGINT, team_id BIGINT, vendor_id BIGINT,
  promise_id BIGINT, respond_due TIMESTAMPTZ, arrive_due TIMESTAMPTZ, complete_due TIMESTAMPTZ,
  assigned_at TIMESTAMPTZ, accepted_at TIMESTAMPTZ, arrived_at TIMESTAMPTZ, verified_on_site BOOLEAN NOT NULL,
  hold_reason VARCHAR NOT NULL, hold_since TIMESTAMPTZ, hold_until TIMESTAMPTZ, hold_from VARCHAR NOT NULL,
  done_at TIMESTAMPTZ, done_by BIGINT, completions INTEGER NOT NULL, outcome VARCHAR NOT NULL, cause VARCHAR NOT NULL, remedy VARCHAR NOT NULL,
  first_closed_at TIMESTAMPTZ, closed_at TIMESTAMPTZ, closed_how VARCHAR NOT NULL, rated INTEGER NOT NULL,
  urges INTEGER NOT NULL, returns INTEGER NOT NULL, reopens INTEGER NOT NULL, watched BOOLEAN NOT NULL,
  proxied INTEGER NOT NULL, late_recorded INTEGER NOT NULL,
  merged_into BIGINT, parent_id BIGINT, follows_id BIGINT, source VARCHAR NOT NULL, foreign_number VARCHAR NOT NULL);
CREATE TABLE ticket_event (
  ticket_id BIGINT NOT NULL, seq INTEGER NOT NULL, action VARCHAR NOT NULL, happened_at TIMESTAMPTZ NOT NULL,
  recorded_at TIMESTAMPTZ NOT NULL, actor_id BIGINT, actor_name VARCHAR NOT NULL, subject_id BIGINT, from_status VARCHAR, to_status VARCHAR NOT NULL,
  facts VARCHAR NOT NULL, PRIMARY KEY (ticket_id, seq));
CREATE SEQUENCE reporter_id;
CREATE TABLE reporter (
  id BIGINT PRIMARY KEY, ticket_id BIGINT NOT NULL, token VARCHAR NOT NULL UNIQUE, name VARCHAR NOT NULL, phone VARCHAR NOT NULL,
  department_id BIGINT, account_id BIGINT, channel VARCHAR NOT NULL, joined_at TIMESTAMPTZ NOT NULL);
CREATE TABLE ticket_material (
  ticket_id BIGINT NOT NULL, event_seq INTEGER NOT NULL, material_code VARCHAR NOT NULL, name VARCHAR NOT NULL, unit VARCHAR NOT NULL,
  quantity DECIMAL(12, 3) NOT NULL, unit_cents BIGINT NOT NULL);
CREATE TABLE ticket_labour (ticket_id BIGINT NOT NULL, event_seq INTEGER NOT NULL, account_id BIGINT NOT NULL, minutes INTEGER NOT NULL);
CREATE TABLE attachment (
  ticket_id BIGINT NOT NULL, event_seq INTEGER NOT NULL, hash VARCHAR NOT NULL, PRIMARY KEY (ticket_id, event_seq, hash));
CREATE TABLE file (
  hash VARCHAR PRIMARY KEY, media_type VARCHAR NOT NULL, bytes BIGINT NOT NULL, width INTEGER, height INTEGER, kept_at TIMESTAMPTZ NOT NULL);
CREATE TABLE rating (
  ticket_id BIGINT NOT NULL, completion INTEGER NOT NULL, event_seq INTEGER NOT NULL, speed INTEGER NOT NULL, quality INTEGER NOT NULL,
  attitude INTEGER NOT NULL, words VARCHAR NOT NULL, how VARCHAR NOT NULL, rated_at TIMESTAMPTZ NOT NULL, PRIMARY KEY (ticket_id, completion));
CREATE SEQUENCE call_back_id;
CREATE TABLE call_back (
  id BIGINT PRIMARY KEY, ticket_id BIGINT NOT NULL, reason VARCHAR NOT NULL, due_at TIMESTAMPTZ NOT NULL, opened_at TIMESTAMPTZ NOT NULL,
  answered_at TIMESTAMPTZ, answered_by BIGINT, result VARCHAR NOT NULL DEFAULT '', words VARCHAR NOT NULL DEFAULT '');
CREATE TABLE request_key (key VARCHAR PRIMARY KEY, answer VARCHAR NOT NULL, created_at TIMESTAMPTZ NOT NULL);

-- Notices ------------------------------------------------------------------------------------------
CREATE SEQUENCE announcement_id;
CREATE TABLE announcement (
  id BIGINT PRIMARY KEY, title VARCHAR NOT NULL, body VARCHAR NOT NULL, kind VARCHAR NOT NULL, published_at TIMESTAMPTZ NOT NULL,
  published_by BIGINT, expires_at TIMESTAMPTZ);
CREATE TABLE announcement_read (
  announcement_id BIGINT NOT NULL, account_id BIGINT NOT NULL, read_at TIMESTAMPTZ NOT NULL, PRIMARY KEY (announcement_id, account_id));
CREATE SEQUENCE outbox_id;
CREATE TABLE outbox (
  id BIGINT PRIMARY KEY, account_id BIGINT, ticket_id BIGINT, topic VARCHAR NOT NULL, facts VARCHAR NOT NULL, created_at TIMESTAMPTZ NOT NULL,
  seen_at TIMESTAMPTZ);

-- The desk's running cost, shared among the vendors. A statement is one period; its scheme (method, weights, bounds,
-- what counts) is kept with it as it was. `pool_cents` NULL: its cost lines are added up. `answer_by`: the last day on
-- which vendors answer. `content` is everything it says, as issued and later as settled, and `hash` that text's SHA-256.
CREATE SEQUENCE statement_id;
CREATE TABLE statement (
  id BIGINT PRIMARY KEY, number VARCHAR NOT NULL UNIQUE, version INTEGER NOT NULL, status VARCHAR NOT NULL,
  starts_on DATE NOT NULL, ends_on DATE NOT NULL, scheme VARCHAR NOT NULL, pool_cents BIGINT,
  made_by BIGINT, made_at TIMESTAMPTZ NOT NULL, sent_by BIGINT, sent_at TIMESTAMPTZ, answer_by DATE,
  checked_by BIGINT, checked_at TIMESTAMPTZ, approved_by BIGINT, issued_at TIMESTAMPTZ, settled_at TIMESTAMPTZ,
  content VARCHAR NOT NULL DEFAULT '', hash VARCHAR NOT NULL DEFAULT '');
CREATE TABLE statement_event (
  statement_id BIGINT NOT NULL, seq INTEGER NOT NULL, action VARCHAR NOT NULL, actor_id BIGINT,
  actor_name VARCHAR NOT NULL DEFAULT '', happened_at TIMESTAMPTZ NOT NULL, facts VARCHAR NOT NULL,
  PRIMARY KEY (statement_id, seq));
CREATE SEQUENCE cost_line_id;
CREATE TABLE cost_line (
  id BIGINT PRIMARY KEY, statement_id BIGINT NOT NULL, category VARCHAR NOT NULL, words VARCHAR NOT NULL,
  amount_cents BIGINT NOT NULL, spent_on DATE, document VARCHAR NOT NULL DEFAULT '', file_hash VARCHAR NOT NULL DEFAULT '',
  entered_by BIGINT, entered_at TIMESTAMPTZ NOT NULL);
-- What a vendor carries of a statement, written when it is sent to the vendors and again when it is issued.
-- cents: its share of the pool; adjustment_cents: corrections of earlier periods; total = net + tax.
CREATE TABLE statement_share (
  statement_id BIGINT NOT NULL, vendor_id BIGINT NOT NULL, cents BIGINT NOT NULL, adjustment_cents BIGINT NOT NULL,
  net_cents BIGINT NOT NULL, tax_cents BIGINT NOT NULL, total_cents BIGINT NOT NULL,
  answer VARCHAR NOT NULL DEFAULT '', answered_by BIGINT, answered_at TIMESTAMPTZ, words VARCHAR NOT NULL DEFAULT '',
  settled_how VARCHAR NOT NULL DEFAULT '', invoice_number VARCHAR NOT NULL DEFAULT '', invoiced_on DATE, paid_on DATE,
  settled_by BIGINT, PRIMARY KEY (statement_id, vendor_id));
-- A vendor objects to single tickets; undecided ones are held out. `decision`: in, out, moved (to another vendor).
CREATE SEQUENCE dispute_id;
CREATE TABLE dispute (
  id BIGINT PRIMARY KEY, statement_id BIGINT NOT NULL, vendor_id BIGINT NOT NULL, ticket_id BIGINT NOT NULL,
  words VARCHAR NOT NULL, raised_by BIGINT, raised_at TIMESTAMPTZ NOT NULL, withdrawn_at TIMESTAMPTZ,
  decision VARCHAR NOT NULL DEFAULT '', moved_to BIGINT, decided_by BIGINT, decided_at TIMESTAMPTZ,
  reason VARCHAR NOT NULL DEFAULT '');
-- What a settled statement would say today less what it says, and less what was corrected before: carried by a later one.
CREATE SEQUENCE adjustment_id;
CREATE TABLE adjustment (
  id BIGINT PRIMARY KEY, statement_id BIGINT NOT NULL, corrects_id BIGINT NOT NULL, vendor_id BIGINT NOT NULL,
  cents BIGINT NOT NULL, words VARCHAR NOT NULL, made_by BIGINT, made_at TIMESTAMPTZ NOT NULL);

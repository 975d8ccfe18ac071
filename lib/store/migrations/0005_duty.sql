-- Duty by posts: which posts there are, who holds one on a day, and the handing over between shifts.
-- A post without a team is the service desk's. Times are the hospital's wall clock; one that ends no later than it
-- begins ends the next day.
CREATE SEQUENCE post_id;
CREATE TABLE post (
  id BIGINT PRIMARY KEY, team_id BIGINT, name VARCHAR NOT NULL, kind VARCHAR NOT NULL,
  starts TIME NOT NULL, ends TIME NOT NULL, phone VARCHAR NOT NULL DEFAULT '', active BOOLEAN NOT NULL DEFAULT TRUE);
CREATE TABLE roster (
  post_id BIGINT NOT NULL, day DATE NOT NULL, account_id BIGINT NOT NULL, PRIMARY KEY (post_id, day, account_id));
-- What was handed over is kept as it was: its tickets with their numbers and words are in `snapshot`.
CREATE SEQUENCE handover_id;
CREATE TABLE handover (
  id BIGINT PRIMARY KEY, team_id BIGINT, version INTEGER NOT NULL, until TIMESTAMPTZ NOT NULL,
  outgoing_id BIGINT NOT NULL, outgoing_post VARCHAR NOT NULL DEFAULT '', signed_at TIMESTAMPTZ NOT NULL,
  incoming_id BIGINT, incoming_post VARCHAR NOT NULL DEFAULT '', countersigned_at TIMESTAMPTZ,
  notes VARCHAR NOT NULL DEFAULT '', answer VARCHAR NOT NULL DEFAULT '', snapshot VARCHAR NOT NULL);

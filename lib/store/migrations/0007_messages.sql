-- Messages that leave the product: where they may go, what is on its way, what the hospital says in its own words.
ALTER TABLE account ADD COLUMN mail VARCHAR DEFAULT '';
ALTER TABLE outbox ADD COLUMN reporter_id BIGINT;
-- Still to be dealt out to the channels; written by the use cases alone, so that no import and no demonstration sends.
ALTER TABLE outbox ADD COLUMN outgoing BOOLEAN DEFAULT FALSE;
CREATE SEQUENCE channel_id;
CREATE TABLE channel (
  id BIGINT PRIMARY KEY, name VARCHAR NOT NULL, kind VARCHAR NOT NULL, url VARCHAR NOT NULL, topics VARCHAR NOT NULL, team_id BIGINT,
  active BOOLEAN NOT NULL, changed_at TIMESTAMPTZ NOT NULL);
CREATE SEQUENCE delivery_id;
CREATE TABLE delivery (
  id BIGINT PRIMARY KEY, outbox_id BIGINT NOT NULL, channel_id BIGINT NOT NULL, key VARCHAR NOT NULL, state VARCHAR NOT NULL,
  attempts INTEGER NOT NULL, next_at TIMESTAMPTZ NOT NULL, last_error VARCHAR NOT NULL, created_at TIMESTAMPTZ NOT NULL,
  changed_at TIMESTAMPTZ NOT NULL);
CREATE TABLE message_text (
  topic VARCHAR NOT NULL, language VARCHAR NOT NULL, words VARCHAR NOT NULL, changed_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (topic, language));

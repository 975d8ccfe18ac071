-- Words of closed tickets by the service they turned out to be, and how far the tickets were read.
CREATE TABLE suggestion_word (
  words VARCHAR NOT NULL, service_code VARCHAR NOT NULL, tickets INTEGER NOT NULL, corrections INTEGER NOT NULL,
  last_at TIMESTAMPTZ NOT NULL, PRIMARY KEY (words, service_code));
CREATE TABLE suggestion_progress (
  id INTEGER PRIMARY KEY, read_until TIMESTAMPTZ NOT NULL, last_ticket BIGINT NOT NULL);

-- A view of the analytics page somebody keeps under a name; `address`: what stands behind the question mark.
CREATE SEQUENCE saved_view_id;
CREATE TABLE saved_view (
  id BIGINT PRIMARY KEY, account_id BIGINT NOT NULL, name VARCHAR NOT NULL, address VARCHAR NOT NULL,
  saved_at TIMESTAMPTZ NOT NULL, UNIQUE (account_id, name));

-- One cause with many reporters: what is out, where and for which services, and the ticket that carries it.
CREATE SEQUENCE outage_id;
CREATE TABLE outage (
  id BIGINT PRIMARY KEY, ticket_id BIGINT NOT NULL, announcement_id BIGINT, words VARCHAR NOT NULL, locations BIGINT[] NOT NULL,
  services VARCHAR[] NOT NULL, starts_at TIMESTAMPTZ NOT NULL, expected_end TIMESTAMPTZ, ended_at TIMESTAMPTZ, declared_by BIGINT);

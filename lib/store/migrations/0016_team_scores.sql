-- 科室测评: what a department thought of a team's work in a month, said once by its liaison, counted apart from ratings.
CREATE TABLE team_score (
  department_id BIGINT NOT NULL, team_id BIGINT NOT NULL, month DATE NOT NULL, speed INTEGER NOT NULL, quality INTEGER NOT NULL,
  attitude INTEGER NOT NULL, words VARCHAR NOT NULL DEFAULT '', scored_by BIGINT NOT NULL, scored_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (department_id, team_id, month));

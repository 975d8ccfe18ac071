"""Satisfaction that can be believed: with its n, its response rate and its interval; what was said by phone apart."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from lib.analytics.indicator import Span
from lib.analytics.intervals import wilson_of_column
from lib.analytics.questions.ground import grouped, in_order, jobs, share
from lib.store.database import Reading

SATISFIED, LOW = 4, 2
"""A mean of speed, quality and attitude from which somebody is satisfied, and up to which somebody is not at all."""
OWN = ~pl.col("spoken")
"""Rated by the department itself; on the phone people are kinder."""


def satisfaction(rows: pl.DataFrame, by: str | None = None) -> pl.DataFrame:
    """by, asked, rated, rate (rated ÷ asked), satisfied, share (satisfied ÷ rated), mean (1 to 5), each share and mean
    with its 95 % interval (rate_low …, low, high, mean_low …); apart: spoken, spoken_satisfied, spoken_share."""
    chosen = rows.lazy().filter(jobs()).select(*filter(None, [by]), "asked", "spoken", "score").collect()
    own, phoned = OWN.fill_null(value=False), pl.col("spoken").fill_null(value=False)
    good = pl.col("score") >= SATISFIED
    counted = [
        pl.col("asked").sum().cast(pl.Int64).alias("asked"),
        (pl.col("asked") & own).sum().cast(pl.Int64).alias("answered"),
        own.sum().cast(pl.Int64).alias("rated"),
        (own & good).sum().cast(pl.Int64).alias("satisfied"),
        pl.col("score").filter(own).mean().alias("mean"),
        phoned.sum().cast(pl.Int64).alias("spoken"),
        (phoned & good).sum().cast(pl.Int64).alias("spoken_satisfied"),
    ]
    found = grouped(chosen, by, counted).with_columns(
        *share("answered", "asked", "rate"),
        *share("satisfied", "rated", "share", "low", "high"),
        *share("spoken_satisfied", "spoken", "spoken_share"),
        *_mean_between(),
    )
    return in_order(found, by, most="asked")


def _mean_between() -> list[pl.Expr]:
    """Wilson on (mean − 1) / 4, so that three fives keep a width."""
    low, high = wilson_of_column((pl.col("mean") - 1) / 4, pl.col("rated"))
    return [(1 + 4 * low).alias("mean_low"), (1 + 4 * high).alias("mean_high")]


def low_words(db: Reading, rows: pl.DataFrame, most: int = 50) -> pl.DataFrame:
    """ticket_id, number, score, words, rated_at of the lowest ratings of these tickets (score 2 or less), the newest
    first, at most so many; ratings without words last."""
    low = rows.filter(pl.col("score") <= LOW).select(ticket_id="id", number="number", score="score")
    sql = """
        SELECT r.ticket_id, r.words, r.rated_at FROM rating r
        JOIN ticket t ON t.id = r.ticket_id AND t.completions = r.completion
        WHERE r.ticket_id IN (SELECT unnest($ids))
        """
    said = db.frame(sql, ids=low["ticket_id"].to_list())
    found = low.join(said, on="ticket_id", how="inner").select(
        "ticket_id", "number", "score", "words", "rated_at"
    )
    silent = pl.col("words") == ""
    return found.sort(silent, "rated_at", "ticket_id", descending=[False, True, False]).head(most)


def monthly_scores(db: Reading, span: Span, departments: Sequence[int] | None = None) -> pl.DataFrame:
    """team_id, n (scores departments gave the team in the months the span touches), mean with its interval: the
    monthly department scores, counted apart from ratings. `departments`: only what these said."""
    sql = """
        SELECT team_id, department_id, (speed + quality + attitude) / 3.0 AS score FROM team_score
        WHERE month >= date_trunc('month', CAST($first AS DATE)) AND month <= $last
        """
    rows = db.frame(sql, first=span.first, last=span.last)
    if departments is not None:
        rows = rows.filter(pl.col("department_id").is_in(list(departments)))
    found = rows.group_by("team_id").agg(
        pl.len().cast(pl.Int64).alias("rated"), pl.col("score").mean().alias("mean")
    )
    return in_order(found.with_columns(*_mean_between()).rename({"rated": "n"}), "team_id")


def spot_checks(db: Reading, rows: pl.DataFrame, by: str = "vendor_id") -> pl.DataFrame:
    """by, drawn, reached, good, share (good ÷ reached) with its interval: sampled call-backs about these tickets, how
    many reached somebody, and how many of those said that it is good."""
    sql = "SELECT ticket_id AS id, result FROM call_back WHERE reason = 'sampled'"
    asked = rows.select("id", by).join(db.frame(sql), on="id", how="inner")
    counted = [
        pl.len().cast(pl.Int64).alias("drawn"),
        pl.col("result").is_in(["satisfied", "not_fixed"]).sum().cast(pl.Int64).alias("reached"),
        (pl.col("result") == "satisfied").sum().cast(pl.Int64).alias("good"),
    ]
    found = asked.group_by(by).agg(counted)
    return in_order(found.with_columns(*share("good", "reached", "share", "low", "high")), by, most="drawn")

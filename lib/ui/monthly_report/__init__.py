"""The page of the monthly report: choosing a month, reading it, issuing it, and what is to be done better."""

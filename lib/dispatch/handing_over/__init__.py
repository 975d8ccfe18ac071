"""Handing over a shift 交接班: what stands open, both signatures, and the jobs that move to other hands."""

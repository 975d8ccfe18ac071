"""Carrying out escalations: whom a level tells, each once, and the job that looks for what is due."""

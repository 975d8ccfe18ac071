"""The handover page: the sheet, both signatures, the jobs that move."""

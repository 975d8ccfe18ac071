"""Certificates of statutory inspection on the page of plans: which asset holds which, until when."""

"""Many people at once on one running server: boards that listen, and desks that click."""

"""The desk's running cost, shared among the vendors: exact to the cent, explained, settled."""

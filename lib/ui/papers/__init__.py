"""Papers on the people page: who holds what, until when; entering and correcting them."""

"""The statements page: what a vendor carries, how it comes about, and its answer."""

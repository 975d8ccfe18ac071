"""The duty page: whose week, the week itself, one cell of it, the posts behind it."""

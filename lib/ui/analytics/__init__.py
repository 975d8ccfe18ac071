"""The analytics page: one filter bar, a strip of numbers, and tabs of charts whose marks open the tickets behind."""

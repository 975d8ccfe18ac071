"""Tables that come and go as files: CSV in any of its dialects, and Excel."""

"""The register of assets on the desk: the table, one asset with its record, and the form."""

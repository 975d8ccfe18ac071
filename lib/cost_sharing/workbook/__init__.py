"""A statement as a workbook whose formulas compute the same cents again."""

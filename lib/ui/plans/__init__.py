"""Plans on the page of plans and checklists: the list, one plan, and the form that keeps it."""

"""From candidates to observations: which argument belongs to which metric."""

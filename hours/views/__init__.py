"""Pages about hours: the unit's, and the person's own."""

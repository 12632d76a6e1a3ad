"""Pages about people: the unit's, the officers', the person's own."""

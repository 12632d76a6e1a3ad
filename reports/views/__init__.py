"""Pages of the half-year report: a unit's own, and an officer's."""

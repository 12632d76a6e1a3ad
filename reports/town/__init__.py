"""A believable town for trying the portal: the same seed makes the same town. Everybody in it is invented."""

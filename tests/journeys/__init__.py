"""What people do at the portal, from signing in to the last click, in a real browser."""

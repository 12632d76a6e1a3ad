"""Every write of hours. ``judging`` alone writes verdicts."""

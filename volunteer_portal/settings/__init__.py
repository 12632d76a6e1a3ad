"""Settings of the portal: ``dev``, ``test`` and ``production`` stand on ``base``."""

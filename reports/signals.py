"""What the reports app announces, inside the transaction of what happened."""

from django.dispatch import Signal

report_submitted = Signal()
"""A version was sent: ``report``, ``submission``."""

report_accepted = Signal()
"""An officer accepted the report: ``report``, ``by_id``."""

unlock_asked = Signal()
"""A unit asks for its report to be unlocked: ``unlock``."""

unlock_decided = Signal()
"""An officer answered, or unlocked unasked: ``unlock``."""

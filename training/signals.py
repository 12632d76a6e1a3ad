"""What training announces. Listeners run inside the same transaction."""

from django.dispatch import Signal

#: Sent with ``volunteer_ids`` after completions of these people were added, changed or revoked.
completions_changed = Signal()

"""What the record book announces. Listeners run inside the same transaction."""

from django.dispatch import Signal

#: Sent with ``volunteer_ids`` after a misuse note was added or withdrawn.
annotations_changed = Signal()

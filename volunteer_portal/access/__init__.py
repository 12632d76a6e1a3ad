"""Access: one scope per person, one table per model, read by lists, objects, exports and jobs alike."""

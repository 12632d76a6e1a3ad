"""Pages about units and the people who act for them."""

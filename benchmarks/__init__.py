"""How speed, cost and growth are measured. Nothing here is a timed test."""

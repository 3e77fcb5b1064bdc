"""A database backend, as Django names it: `ENGINE = "hub.postgresql"`."""

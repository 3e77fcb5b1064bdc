"""Who may enter the staff side, and how: password, second factor, sessions that end."""

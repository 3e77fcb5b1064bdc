"""The pages of places, programmes, projects and events, a module for each noun."""

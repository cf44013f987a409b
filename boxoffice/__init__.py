"""The box office: one shop over the f13 ticketing API."""

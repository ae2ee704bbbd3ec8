"""Messages to people and to units: written with the act they tell of, delivered by the worker, kept in the inbox."""

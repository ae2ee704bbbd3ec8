"""The inventor of people: families, names, numbers, flaws and later events, all drawn from one seed."""

"""What messages say: templates read from files, values put in, text messages counted. Knows no Django."""

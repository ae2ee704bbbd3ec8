"""What is done with requests for criminal-record certificates."""

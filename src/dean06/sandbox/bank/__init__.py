"""Twin of a bank: customers who pay by VietQR, statements, refunds, signed notices. Imports nothing of ours."""

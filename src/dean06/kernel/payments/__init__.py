"""Money: a double-entry ledger in whole đồng, orders people pay, and the codes they scan to pay."""

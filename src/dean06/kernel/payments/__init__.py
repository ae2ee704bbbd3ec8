"""Money: a double-entry ledger in whole đồng, and the codes people scan to pay."""

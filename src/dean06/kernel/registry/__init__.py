"""Facts about people from the national population register: for a purpose, within it, and never unseen."""

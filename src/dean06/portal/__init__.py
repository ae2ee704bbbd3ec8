"""Pages over the kernel's own nouns: home, sign-in and hats, inbox, one's own data, workspace, operator."""

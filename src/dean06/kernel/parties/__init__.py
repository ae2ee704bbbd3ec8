"""Areas, units, posts and people, all dated, with their successors."""

"""The directive itself: dispatches, assignments, plans, progress, difficulties, the leader's board."""

"""What every pilot declares about itself: typed, validated at import, free of Django."""

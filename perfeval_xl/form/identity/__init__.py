"""What a form says about itself on its hidden sheet: scheme and layout, for whom it was issued, and its own words."""

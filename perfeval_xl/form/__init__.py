"""The form (自评表): where every field lives, how it is drawn, and how a submission is filled in."""

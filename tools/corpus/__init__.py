"""The measure of the checks: published forms with known mistakes, and what the evaluation says about them."""

"""The whole journey with the examples: `demonstration` follows one form, `week` the week of a deadline at a finance office."""

"""From an evaluation to the names of a report: figures spelled, sentences written from the data."""

"""What stands in the cells: labels that carry values, targets in several columns, and what of a submission a form can hold."""

"""What to write where: the prompts and error texts of every field, and the validations and colours that carry them."""

"""Names of python-docx."""

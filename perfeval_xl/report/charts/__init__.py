"""Charts that Word can edit: DrawingML parts with a small workbook inside."""

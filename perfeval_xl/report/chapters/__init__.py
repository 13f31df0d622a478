"""Long chapters kept as Word files beside the workbook: found, cleaned, and taken into the report in whole."""

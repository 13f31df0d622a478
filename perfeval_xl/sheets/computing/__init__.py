"""What the formulas of a workbook show, computed from its records: as Excel, WPS and LibreOffice agree on it, else not at all."""

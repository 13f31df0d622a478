"""A form as a workbook: its parts drawn one by one, how they look, where pages end, and the sheet 填报说明."""

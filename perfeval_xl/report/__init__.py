"""The report (报告): Word templates that people edit, and the names they may use."""

"""The Word templates of `report_templates/`, written from here: `python -m tools.report_templates`."""

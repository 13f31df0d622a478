"""`make pane`: the task pane for Excel, made of the page."""

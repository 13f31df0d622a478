"""`make wps`: the add-in for WPS, made of the page."""

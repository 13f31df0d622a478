"""Distributed forms (下发的表格): drawn whole with what was prefilled locked, or cast from a mould."""

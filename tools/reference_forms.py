"""Write what the usual forms say as data, for reading to compare with: `python -m tools.reference_forms`."""

from __future__ import annotations

import sys

from perfeval_xl.reading.references import write_references

if __name__ == "__main__":
    for written_file in write_references():
        sys.stdout.write(f"{written_file.name}\n")

"""perfeval_xl: evaluate budget projects (项目支出绩效评价) in Excel, WPS and LibreOffice.

Importing the package imports nothing heavy: every room is imported by whoever uses it.
"""

__version__ = "0.1.0"

__all__ = ["__version__"]

"""The add-ins: building them from the texts in `macros/`, putting them where the host looks, taking them away again.

macros/excel ──> vba_project ──> xlam ──> excel (install, uninstall, status)
macros/libreoffice ───────────> extension (build, install, uninstall, status)
"""

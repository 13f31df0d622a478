"""What works on this machine (诊断): Python, libraries, folders, spreadsheet programs, the add-in; and the proof in the real program."""

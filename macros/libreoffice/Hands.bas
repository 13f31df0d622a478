Option Explicit
' The hands: they do inside LibreOffice what a command of perfeval_xl has planned, in one call, and undo all of it when one
' step fails. macros/excel/Hands.bas does the same inside Excel. perfeval_xl/addin puts this text into the Basic of the
' running office when it is first needed; nothing of it is stored in the workbook.
'
' A plan is text: records separated by U+001E, their fields by U+001F, the verb first.
'   clear                             undo what the record sheet says, drop the sheets that were taken, drop the record sheet
'   take, PATH, TITLE, TITLE ...      bring sheets of another workbook to the end of this one
'   fill, TITLE, CELL, RRGGBB         colour a cell
'   frame, TITLE, CELL or AREA, RRGGBB  draw a thick line around it; a merged area has that of its first cell
'   note, TITLE, CELL, TEXT           write a note; a note that is there keeps its text, ours follows after a blank line
'   select, TITLE, CELL               show a cell
' Answers are "" when everything is done, else the number of the record (1 is the first, 0 is none), U+001F and the reason:
' no-sheet, sheet-exists, sheet-hidden, password, read-only or unknown-verb and what it is about, or LibreOffice's own words.

Private Const RecordSheet = "_perfeval_marks"
Private Const NoFill = -1
Private Const FrameWidth = 62    ' hundredths of a millimetre; Excel calls it medium

Private mDocument As Object
Private mVerbs() As String    ' what this call did: verb, tab name, cell, what was there before
Private mTitles() As String
Private mCells() As String
Private mBefore() As String
Private mCount As Long
Private mLocked() As String   ' the tab names of the sheets that are to be protected again
Private mLocks As Long
Private mStructure As Boolean
Private mReason As String
Private mFits As Boolean      ' whether Calc fits rows to what stands in them
Private mUnseen As Boolean    ' nothing is drawn meanwhile
Private mUndo As Object       ' locked as long as we work
Private mAsked As String      ' the sheet in front when the command was called
Private mFront As String      ' the same, or where that was a list, the sheet from which the list was reached
Private mHome As String       ' what the record of earlier calls says about that
Private mShown As Boolean     ' a cell has been shown

' Do what the plan says to an open document.
Function Apply(document As Object, plan As String) As String
    Dim records() As String
    Dim at As Long
    Dim number As Long
    Dim begun As Boolean
    Dim sheet As Object
    Dim view As Variant
    On Error Goto Failed
    Apply = ""
    mReason = ""
    mDocument = document
    If document.isReadonly() Then Fail "read-only " & document.Title
    records = Split(plan, Chr(30))
    StartAnew UBound(records) + 1
    Begin
    begun = True
    OpenLocks records
    For at = 0 To UBound(records)
        number = at + 1
        If Len(records(at)) > 0 Then ApplyRecord Split(records(at), Chr(31))
    Next at
    number = 0
    ShowFront
    StoreRecord
Finish:
    If begun Then Finished
    mDocument = Nothing
    Exit Function
Failed:
    If mReason = "" Then mReason = Error$
    Apply = CStr(number) & Chr(31) & mReason
    Resume Undo
Undo:
    If begun Then UndoThisCall
    Goto Finish
End Function

' Store a copy of a document as it is now, unsaved edits included, as an .xlsx file; the document itself stays as it is.
Function CopyBook(document As Object, path As String) As String
    Dim how(1) As New com.sun.star.beans.PropertyValue
    On Error Goto Failed
    how(0).Name = "FilterName"
    how(0).Value = "Calc MS Excel 2007 XML"
    how(1).Name = "Overwrite"
    how(1).Value = True
    document.storeToURL(ConvertToURL(path), how())
    CopyBook = ""
    Exit Function
Failed:
    CopyBook = "0" & Chr(31) & Error$
End Function

Private Sub Fail(reason As String)
    mReason = reason
    Error 5
End Sub

' Nothing of this goes on the list of what Ctrl+Z undoes: LibreOffice cannot undo the coming of a sheet, and half of it
' undone would be worse; ours is undone by clear. What the person did before stays on the list: IsUndoEnabled would empty it.
Private Sub Begin()
    mDocument.lockControllers()
    mDocument.addActionLock()
    mUnseen = True
    mFits = mDocument.IsAdjustHeightEnabled
    mDocument.IsAdjustHeightEnabled = False    ' else Calc fits every row that is touched and has no height of its own
    mUndo = mDocument.UndoManager
    mUndo.lock()
    mAsked = FrontTitle()
    mFront = mAsked
    mHome = ""
    mShown = False
End Sub

' Calc ends the lock with every change it does not put on the list: it is locked anew before each.
Private Sub Quietly()
    mUndo.unlock()
    mUndo.lock()
End Sub

Private Sub Finished()
    On Error Resume Next
    CloseLocks
    mDocument.IsAdjustHeightEnabled = mFits
    ShowAgain
    mUndo.unlock()
    mUndo = Nothing
End Sub

Private Sub ShowAgain()
    If Not mUnseen Then Exit Sub
    mUnseen = False
    mDocument.removeActionLock()
    mDocument.unlockControllers()
End Sub

' The tab name of the sheet in front; none where the window shows no sheets, as the preview of the print does.
Private Function FrontTitle() As String
    On Error Resume Next
    FrontTitle = mDocument.CurrentController.ActiveSheet.Name
End Function

' The sheet that was in front stays there, a list that was brought anew, too. Where it was a list that is gone, the sheet
' from which the list was reached comes back: LibreOffice itself would show the one beside.
Private Sub ShowFront()
    Dim title As String
    If mShown Or mAsked = "" Then Exit Sub
    title = mAsked
    If Not mDocument.Sheets.hasByName(title) Then title = mHome
    If Not mDocument.Sheets.hasByName(title) Then Exit Sub
    RememberFront title
    If FrontTitle() <> title Then mDocument.CurrentController.setActiveSheet(mDocument.Sheets.getByName(title))
End Sub

' Where a list of ours is in front, clear needs to know what was there before it.
Private Sub RememberFront(title As String)
    If IsOurs(title) And mFront <> "" And mFront <> title Then AddRow "front", mFront, "", ""
End Sub

Private Sub ApplyRecord(fields As Variant)
    Select Case fields(0)
        Case "clear"
            ClearRecorded
        Case "take"
            TakeSheets fields
        Case "select"
            ShowCell fields(1), fields(2)
        Case "fill"
            FillCell SheetOf(fields(1)), fields(2), fields(3)
        Case "frame"
            FrameCell SheetOf(fields(1)), fields(2), fields(3)
        Case "note"
            NoteCell SheetOf(fields(1)), fields(2), fields(3)
        Case Else
            Fail "unknown-verb " & fields(0)
    End Select
End Sub

Private Function SheetOf(title As String) As Object
    If Not mDocument.Sheets.hasByName(title) Then Fail "no-sheet " & title
    SheetOf = mDocument.Sheets.getByName(title)
End Function

' Sheets come one by one, so that each is recorded before the next can fail.
Private Sub TakeSheets(fields As Variant)
    Dim source As Object
    Dim at As Long
    Dim how(1) As New com.sun.star.beans.PropertyValue
    For at = 2 To UBound(fields)
        If mDocument.Sheets.hasByName(fields(at)) Then Fail "sheet-exists " & fields(at)
    Next at
    how(0).Name = "Hidden"
    how(0).Value = True
    how(1).Name = "ReadOnly"
    how(1).Value = True
    source = StarDesktop.loadComponentFromURL(ConvertToURL(fields(1)), "_blank", 0, how())
    On Error Goto Failed
    For at = 2 To UBound(fields)
        Quietly
        mDocument.Sheets.importSheet(source, fields(at), mDocument.Sheets.Count)
        AddRow "drop", fields(at), "", ""
        TakePage source, fields(at)
        FreezeHead SheetOf(fields(at))
    Next at
    source.close(True)
    Exit Sub
Failed:
    If mReason = "" Then mReason = Error$
    source.close(True)
    Fail mReason
End Sub

' importSheet brings the cells and leaves the page behind: a list would be printed upright and cut between columns.
Private Sub TakePage(source As Object, title As String)
    Dim styles As Object
    Dim theirs As Object
    Dim ours As Object
    Dim names As Variant
    Dim at As Long
    theirs = source.StyleFamilies.getByName("PageStyles").getByName(source.Sheets.getByName(title).PageStyle)
    styles = mDocument.StyleFamilies.getByName("PageStyles")
    If styles.hasByName(PageOf(title)) Then styles.removeByName(PageOf(title))
    ours = mDocument.createInstance("com.sun.star.style.PageStyle")
    styles.insertByName(PageOf(title), ours)
    names = Array("IsLandscape", "Width", "Height", "ScaleToPagesX", "ScaleToPagesY", "LeftMargin", "RightMargin", _
        "TopMargin", "BottomMargin", "CenterHorizontally", "HeaderIsOn", "FooterIsOn")
    For at = 0 To UBound(names)
        ours.setPropertyValue(names(at), theirs.getPropertyValue(names(at)))
    Next at
    If ours.FooterIsOn Then PutFooter ours
    Quietly
    SheetOf(title).PageStyle = PageOf(title)
End Sub

Private Function PageOf(title As String) As String
    PageOf = "PerfEval_" & title
End Function

' As PAGE of perfeval_xl/markup/looks.py says: the number of the page and of all pages.
Private Sub PutFooter(style As Object)
    Dim content As Object
    Dim text As Object
    content = style.RightPageFooterContent
    content.LeftText.String = ""
    content.RightText.String = ""
    text = content.CenterText
    text.String = "第 "
    text.insertTextContent(text.End, mDocument.createInstance("com.sun.star.text.TextField.PageNumber"), False)
    text.insertString(text.End, " 页，共 ", False)
    text.insertTextContent(text.End, mDocument.createInstance("com.sun.star.text.TextField.PageCount"), False)
    text.insertString(text.End, " 页", False)
    style.RightPageFooterContent = content
End Sub

' The title and the headings stay while a long list is scrolled; panes belong to the window, so the list is shown for a moment.
Private Sub FreezeHead(sheet As Object)
    Dim view As Object
    Dim before As Object
    Dim selected As Object
    Dim row As Long
    Dim column As Long
    view = mDocument.CurrentController
    before = view.ActiveSheet
    row = view.FirstVisibleRow
    column = view.FirstVisibleColumn
    selected = mDocument.CurrentSelection
    view.setActiveSheet(sheet)
    Quietly
    view.freezeAtPosition(0, 2)
    view.setActiveSheet(before)
    ' What is selected already is not selected again: the mark would hold the view when a link is followed.
    If mDocument.CurrentSelection.AbsoluteName <> selected.AbsoluteName Then view.select(selected)
    If view.FirstVisibleRow <> row Then view.setFirstVisibleRow(row)
    If view.FirstVisibleColumn <> column Then view.setFirstVisibleColumn(column)
End Sub

Private Sub FillCell(sheet As Object, address As String, colour As String)
    Dim cell As Object
    cell = sheet.getCellRangeByName(address)
    AddRow "fill", sheet.Name, address, FillOf(cell)
    SetFill cell, colour
End Sub

Private Function FillOf(cell As Object) As String
    FillOf = ""
    If cell.CellBackColor <> NoFill Then FillOf = Right("000000" & Hex(cell.CellBackColor), 6)
End Function

Private Sub SetFill(cell As Object, colour As String)
    If colour = "" Then
        Quietly
        cell.CellBackColor = NoFill
    Else
        Quietly
        cell.CellBackColor = CLng("&H" & colour)
    End If
End Sub

' A fill that the style of the cell gives is not put on the cell itself: it comes back when ours is taken away.
Private Sub RestoreFill(cell As Object, before As String)
    Quietly
    cell.setPropertyToDefault("CellBackColor")
    If FillOf(cell) <> before Then SetFill cell, before
End Sub

Private Sub FrameCell(sheet As Object, address As String, colour As String)
    Dim cell As Object
    Dim side As New com.sun.star.table.BorderLine2
    Dim edge As Variant
    cell = sheet.getCellRangeByName(address).getCellByPosition(0, 0)
    AddRow "frame", sheet.Name, address, FrameOf(cell)
    side.Color = CLng("&H" & colour)
    side.OuterLineWidth = FrameWidth
    side.LineWidth = FrameWidth
    side.LineStyle = com.sun.star.table.BorderLineStyle.SOLID
    For Each edge In Edges()
        Quietly
        cell.setPropertyValue(edge, side)
    Next edge
End Sub

Private Function Edges() As Variant
    Edges = Array("LeftBorder2", "TopBorder2", "RightBorder2", "BottomBorder2")
End Function

' The four lines of a cell, six numbers each; none where the style of the cell alone says how they are.
Private Function FrameOf(cell As Object) As String
    Dim side As Object
    Dim edge As Variant
    FrameOf = ""
    If cell.getPropertyState("TopBorder2") = com.sun.star.beans.PropertyState.DEFAULT_VALUE Then Exit Function
    For Each edge In Edges()
        side = cell.getPropertyValue(edge)
        If FrameOf <> "" Then FrameOf = FrameOf & ";"
        FrameOf = FrameOf & Join(Array(CStr(side.Color), CStr(side.InnerLineWidth), CStr(side.OuterLineWidth), _
            CStr(side.LineDistance), CStr(side.LineStyle), CStr(side.LineWidth)), ",")
    Next edge
End Function

Private Sub RestoreFrame(cell As Object, before As String)
    Dim side As New com.sun.star.table.BorderLine2
    Dim lines As Variant
    Dim numbers As Variant
    Dim at As Long
    If before = "" Then
        Quietly
        cell.setPropertyToDefault("TopBorder2")
        Exit Sub
    End If
    lines = Split(before, ";")
    For at = 0 To UBound(lines)
        numbers = Split(lines(at), ",")
        side.Color = CLng(numbers(0))
        side.InnerLineWidth = CInt(numbers(1))
        side.OuterLineWidth = CInt(numbers(2))
        side.LineDistance = CInt(numbers(3))
        side.LineStyle = CInt(numbers(4))
        side.LineWidth = CLng(numbers(5))
        Quietly
        cell.setPropertyValue(Edges()(at), side)
    Next at
End Sub

Private Sub NoteCell(sheet As Object, address As String, added As String)
    Dim cell As Object
    Dim before As String
    cell = sheet.getCellRangeByName(address)
    before = cell.Annotation.String
    AddRow "note", sheet.Name, address, before
    If before = "" Then
        Quietly
        sheet.Annotations.insertNew(cell.CellAddress, added)
    Else
        AppendNote cell.Annotation, Chr(10) & Chr(10) & added
    End If
End Sub

' What is there keeps its letters, ours stand behind it.
Private Sub AppendNote(note As Object, added As String)
    Quietly
    note.insertString(note.createTextCursorByRange(note.End), added, False)
End Sub

Private Sub RestoreNote(cell As Object, before As String)
    Dim note As Object
    Dim cursor As Object
    note = cell.Annotation
    If before = "" Then
        Quietly
        cell.clearContents(com.sun.star.sheet.CellFlags.ANNOTATION)
    ElseIf Left(note.String, Len(before)) = before Then
        cursor = note.createTextCursorByRange(note.End)
        cursor.goLeft(Len(note.String) - Len(before), True)
        Quietly
        cursor.String = ""
    End If
    If before = "" Or cell.Annotation.String = before Then Exit Sub
    Quietly
    cell.Annotation.String = before
End Sub

Private Sub ShowCell(title As String, address As String)
    Dim sheet As Object
    sheet = SheetOf(title)
    If Not sheet.IsVisible Then Fail "sheet-hidden " & title
    RememberFront title
    mShown = True
    mDocument.CurrentController.setActiveSheet(sheet)
    mDocument.CurrentController.select(sheet.getCellRangeByName(address))
End Sub

' Whether this call has brought the sheet.
Private Function IsOurs(title As String) As Boolean
    Dim at As Long
    IsOurs = False
    For at = 0 To mCount - 1
        If mVerbs(at) = "drop" And mTitles(at) = title Then IsOurs = True
    Next at
End Function

' ---- The record of what was changed ------------------------------------------------------------------------------------

Private Sub StartAnew(records As Long)
    ReDim mVerbs(records + 64)
    ReDim mTitles(records + 64)
    ReDim mCells(records + 64)
    ReDim mBefore(records + 64)
    ReDim mLocked(0)
    mCount = 0
    mLocks = 0
    mStructure = False
End Sub

Private Sub AddRow(verb As String, title As String, address As String, before As String)
    mVerbs(mCount) = verb
    mTitles(mCount) = title
    mCells(mCount) = address
    mBefore(mCount) = before
    mCount = mCount + 1
End Sub

' Write the record of this call below what the sheet has. The fifth column refers to the cell, so that the cell is found
' again when rows have been inserted above it or its sheet has another name.
Private Sub StoreRecord()
    Dim sheet As Object
    Dim first As Long
    Dim at As Long
    Dim target As Object
    Dim texts() As Variant
    Dim references() As Variant
    If mCount = 0 Then Exit Sub
    ShowAgain    ' as long as nothing is drawn, Calc puts data on the list of Ctrl+Z in spite of the lock
    If mDocument.Sheets.hasByName(RecordSheet) Then
        sheet = mDocument.Sheets.getByName(RecordSheet)
        first = LastRow(sheet) + 1
    Else
        Quietly
        mDocument.Sheets.insertNewByName(RecordSheet, mDocument.Sheets.Count)
        sheet = mDocument.Sheets.getByName(RecordSheet)
        Quietly
        sheet.IsVisible = False
        first = 0
    End If
    ReDim texts(mCount - 1)
    ReDim references(mCount - 1)
    For at = 0 To mCount - 1
        texts(at) = Array(mVerbs(at), mTitles(at), mCells(at), mBefore(at))
        references(at) = Array("=" & NamedTarget(mTitles(at), mCells(at)).AbsoluteName)
    Next at
    target = sheet.getCellRangeByPosition(0, first, 3, first + mCount - 1)
    Quietly
    target.setDataArray(texts)
    target = sheet.getCellRangeByPosition(4, first, 4, first + mCount - 1)
    Quietly
    target.setFormulaArray(references)
End Sub

' Undo what was recorded in earlier calls, the last first.
Private Sub ClearRecorded()
    Dim sheet As Object
    Dim rows As Variant
    Dim last As Long
    Dim at As Long
    If Not mDocument.Sheets.hasByName(RecordSheet) Then Exit Sub
    sheet = mDocument.Sheets.getByName(RecordSheet)
    last = LastRow(sheet)
    If last >= 0 Then
        rows = sheet.getCellRangeByPosition(0, 0, 3, last).getDataArray()
        For at = last To 0 Step -1
            UndoRow rows(at)(0), rows(at)(3), TargetOf(sheet, at, rows(at)(1), rows(at)(2))
        Next at
    End If
    Quietly
    mDocument.Sheets.removeByName(RecordSheet)
    If Not mDocument.Sheets.hasByName(mFront) Then mFront = mHome
End Sub

' Undo what this call did, the last first; what cannot be undone does not keep the rest from being undone.
Private Sub UndoThisCall()
    Dim at As Long
    On Error Resume Next
    For at = mCount - 1 To 0 Step -1
        UndoRow mVerbs(at), mBefore(at), NamedTarget(mTitles(at), mCells(at))
    Next at
    mCount = 0
End Sub

Private Sub UndoRow(verb As String, before As String, target As Object)
    If IsNull(target) Then Exit Sub
    Select Case verb
        Case "drop"
            DropSheet target.Spreadsheet
        Case "fill"
            RestoreFill target, before
        Case "frame"
            RestoreFrame target, before
        Case "note"
            RestoreNote target, before
        Case "front"
            mHome = target.Spreadsheet.Name
    End Select
End Sub

Private Sub DropSheet(sheet As Object)
    Dim look As String
    Dim looks As Object
    look = sheet.PageStyle
    Quietly
    mDocument.Sheets.removeByName(sheet.Name)
    looks = mDocument.StyleFamilies.getByName("PageStyles")
    If looks.hasByName(look) Then
        If looks.getByName(look).isUserDefined() And Not looks.getByName(look).isInUse() Then looks.removeByName(look)
    End If
End Sub

' Where the cell of a recorded row stands now; Null when it is gone. Only rows without a reference go by name.
Private Function TargetOf(sheet As Object, at As Long, title As String, address As String) As Object
    Dim reference As Object
    reference = sheet.getCellByPosition(4, at)
    If reference.Type <> com.sun.star.table.CellContentType.FORMULA Then
        TargetOf = NamedTarget(title, address)
        Exit Function
    End If
    If InStr(reference.Formula, "#REF!") = 0 Then TargetOf = Referred(Mid(reference.Formula, 2))
End Function

' The cell that an absolute reference such as $'Sheet 1'.$H$30 means.
Private Function Referred(reference As String) As Object
    Dim title As String
    Dim at As Long
    at = Len(reference)
    Do While at > 1 And Mid(reference, at, 1) <> "."
        at = at - 1
    Loop
    title = Left(reference, at - 1)
    If Left(title, 1) = "$" Then title = Mid(title, 2)
    If Left(title, 1) = "'" Then title = Replace(Mid(title, 2, Len(title) - 2), "''", "'")
    Referred = NamedTarget(title, Replace(Mid(reference, at + 1), "$", ""))
End Function

Private Function NamedTarget(title As String, address As String) As Object
    Dim known As String
    If Not mDocument.Sheets.hasByName(title) Then Exit Function
    known = address
    If known = "" Then known = "A1"
    NamedTarget = mDocument.Sheets.getByName(title).getCellRangeByName(known).getCellByPosition(0, 0)
End Function

Private Function LastRow(sheet As Object) As Long
    Dim cursor As Object
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    LastRow = cursor.RangeAddress.EndRow
    If LastRow = 0 And sheet.getCellByPosition(0, 0).String = "" Then LastRow = -1
End Function

' ---- Protection: taken off where a plan needs it, put on again as it was. Passwords are never guessed ------------------

Private Sub OpenLocks(records As Variant)
    Dim at As Long
    Dim fields As Variant
    On Error Goto Failed
    For at = 0 To UBound(records)
        If Len(records(at)) > 0 Then
            fields = Split(records(at), Chr(31))
            Select Case fields(0)
                Case "clear"
                    OpenRecorded
                Case "take"
                    OpenStructure
                Case "fill", "frame", "note"
                    OpenStructure
                    OpenSheet SheetOf(fields(1))
            End Select
        End If
    Next at
    Exit Sub
Failed:
    If mReason = "" Then mReason = Error$
    Fail mReason
End Sub

Private Sub OpenRecorded()
    Dim sheet As Object
    Dim target As Object
    Dim rows As Variant
    Dim last As Long
    Dim at As Long
    If Not mDocument.Sheets.hasByName(RecordSheet) Then Exit Sub
    OpenStructure
    sheet = mDocument.Sheets.getByName(RecordSheet)
    last = LastRow(sheet)
    If last < 0 Then Exit Sub
    rows = sheet.getCellRangeByPosition(0, 0, 3, last).getDataArray()
    For at = 0 To last
        target = TargetOf(sheet, at, rows(at)(1), rows(at)(2))
        If Not IsNull(target) Then OpenSheet target.Spreadsheet
    Next at
End Sub

Private Sub OpenStructure()
    If mStructure Or Not mDocument.isProtected() Then Exit Sub
    TryPassword mDocument
    If mDocument.isProtected() Then Fail "password " & mDocument.Title
    mStructure = True
End Sub

Private Sub OpenSheet(sheet As Object)
    If Not sheet.isProtected() Then Exit Sub
    TryPassword sheet
    If sheet.isProtected() Then Fail "password " & sheet.Name
    ReDim Preserve mLocked(mLocks)
    mLocked(mLocks) = sheet.Name
    mLocks = mLocks + 1
End Sub

Private Sub TryPassword(locked As Object)
    On Error Resume Next
    Quietly
    locked.unprotect("")
End Sub

Private Sub CloseLocks()
    Dim at As Long
    On Error Resume Next
    For at = mLocks - 1 To 0 Step -1
        Quietly
        If mDocument.Sheets.hasByName(mLocked(at)) Then mDocument.Sheets.getByName(mLocked(at)).protect("")
    Next at
    mLocks = 0
    Quietly
    If mStructure Then mDocument.protect("")
    mStructure = False
End Sub

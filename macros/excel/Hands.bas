Attribute VB_Name = "Hands"
Option Explicit
' The hands: they do inside Excel what a command of perfeval_xl has planned, in one call, and undo all of it when one step fails.
'
' A plan is text: records separated by U+001E, their fields by U+001F, the verb first.
'   clear                             undo what the record sheet says, drop the sheets that were taken, drop the record sheet
'   take, PATH, TITLE, TITLE ...      bring sheets of another workbook to the end of this one
'   fill, TITLE, CELL, RRGGBB         colour a cell
'   frame, TITLE, CELL or AREA, RRGGBB  draw a thick line around it
'   note, TITLE, CELL, TEXT           write a note; a note that is there keeps its text, ours follows after a blank line
'   select, TITLE, CELL               show a cell
' Answers are "" when everything is done, else the number of the record (1 is the first, 0 is none), U+001F and the reason.
' Reasons of our own are one word and what it is about: no-book, read-only, no-sheet, sheet-exists, sheet-hidden,
' password, unknown-verb.

Public Const OurError As Long = 1001

Private Const Uninterrupted As Long = 0
Private Const Excel97 As Long = 56

Private mScreen As Boolean
Private mEvents As Boolean
Private mAlerts As Boolean
Private mFrontBook As Object
Private mFrontSheet As Object
Private mSelected As Boolean

' Do what the plan says to the open workbook of that name. The plan is text, or an array of pieces of it: Excel limits
' the length of one text handed over from outside.
Public Function Apply(ByVal BookName As String, ByVal Plan As Variant) As String
    Dim book As Workbook
    Dim records As Variant
    Dim number As Long
    Dim begun As Boolean
    Dim at As Long
    Dim answer As String
    On Error GoTo Failed
    Set book = OpenBook(BookName)
    If IsReadOnly(book) Then Err.Raise OurError, "PerfEval", "read-only " & BookName
    records = Split(Joined(Plan), ChrW(30))
    begun = True
    Marks.StartAnew
    Locks.StartAnew
    BeginWork book
    Locks.OpenFor book, records
    For at = LBound(records) To UBound(records)
        number = at + 1
        If Len(records(at)) > 0 Then ApplyRecord book, Split(records(at), ChrW(31))
    Next at
    number = 0
    Marks.Store book
Finish:
    On Error Resume Next
    If begun Then
        Locks.CloseAll book
        EndWork
    End If
    Apply = answer
    Exit Function
Failed:
    answer = CStr(number) & ChrW(31) & Err.Description
    Resume Undo
Undo:
    On Error Resume Next
    If begun Then Marks.UndoThisCall book
    GoTo Finish
End Function

' The same with a plan that stands in a file, two bytes for each character, the low one first. Excel for Mac may not take
' long texts and arrays from outside.
Public Function ApplyFile(ByVal BookName As String, ByVal Path As String) As String
    Dim Plan As String
    On Error GoTo Failed
    Plan = TextOfFile(Path)
    ApplyFile = Apply(BookName, Plan)
    Exit Function
Failed:
    ApplyFile = "0" & ChrW(31) & Err.Description
End Function

' Save a copy of the workbook as it is now, unsaved edits included; the workbook itself stays as it is.
Public Function CopyBook(ByVal BookName As String, ByVal Path As String) As String
    On Error GoTo Failed
    OpenBook(BookName).SaveCopyAs Path
    Exit Function
Failed:
    CopyBook = "0" & ChrW(31) & Err.Description
End Function

' The sheet with that tab name; an error of ours where there is none.
Public Function SheetOf(ByVal book As Workbook, ByVal Title As String) As Object
    Dim found As Object
    On Error Resume Next
    Set found = book.Worksheets(Title)
    On Error GoTo 0
    If found Is Nothing Then Err.Raise OurError, "PerfEval", "no-sheet " & Title
    Set SheetOf = found
End Function

Public Function HasSheet(ByVal book As Workbook, ByVal Title As String) As Boolean
    Dim found As Object
    On Error Resume Next
    Set found = book.Sheets(Title)
    HasSheet = Not found Is Nothing
End Function

Private Function OpenBook(ByVal BookName As String) As Workbook
    Dim found As Workbook
    On Error Resume Next
    Set found = Workbooks(BookName)
    On Error GoTo 0
    If found Is Nothing Then Err.Raise OurError, "PerfEval", "no-book " & BookName
    Set OpenBook = found
End Function

Private Function IsReadOnly(ByVal book As Workbook) As Boolean
    On Error Resume Next
    IsReadOnly = book.ReadOnly
End Function

Private Function Joined(ByVal Plan As Variant) As String
    Dim piece As Variant
    If Not IsArray(Plan) Then
        Joined = Plan
        Exit Function
    End If
    For Each piece In Plan
        Joined = Joined & piece
    Next piece
End Function

Private Function TextOfFile(ByVal Path As String) As String
    Dim bytes() As Byte
    Dim whole As String
    Dim handle As Integer
    Dim at As Long
    handle = FreeFile
    Open Path For Binary Access Read As #handle
    ReDim bytes(0 To LOF(handle) - 1)
    Get #handle, , bytes
    Close #handle
    whole = Space((UBound(bytes) + 1) \ 2)
    For at = 0 To UBound(bytes) - 1 Step 2
        Mid(whole, at \ 2 + 1, 1) = ChrW(bytes(at) + 256& * bytes(at + 1))
    Next at
    TextOfFile = whole
End Function

Private Sub ApplyRecord(ByVal book As Workbook, ByVal fields As Variant)
    Select Case fields(0)
        Case "clear": Marks.Clear book
        Case "take": TakeSheets book, fields
        Case "select": ShowCell book, fields(1), fields(2)
        Case "fill": FillCell SheetOf(book, fields(1)), fields(2), fields(3)
        Case "frame": FrameCell SheetOf(book, fields(1)), fields(2), fields(3)
        Case "note": NoteCell SheetOf(book, fields(1)), fields(2), fields(3)
        Case Else: Err.Raise OurError, "PerfEval", "unknown-verb " & fields(0)
    End Select
End Sub

' Sheets are copied one by one, so that each is recorded before the next can fail.
Private Sub TakeSheets(ByVal book As Workbook, ByVal fields As Variant)
    Dim source As Workbook
    Dim at As Long
    Dim failure As String
    For at = 2 To UBound(fields)
        If HasSheet(book, fields(at)) Then Err.Raise OurError, "PerfEval", "sheet-exists " & fields(at)
    Next at
    Set source = Workbooks.Open(fields(1), 0, True)
    On Error GoTo Failed
    If source.Worksheets(1).Rows.Count > book.Worksheets(1).Rows.Count Then Set source = AsSmallBook(source)
    For at = 2 To UBound(fields)
        SheetOf(source, fields(at)).Copy After:=book.Sheets(book.Sheets.Count)
        Marks.Add "drop", fields(at), "", ""
    Next at
    source.Close False
    Exit Sub
Failed:
    failure = Err.Description
    Resume CloseSource
CloseSource:
    On Error Resume Next
    source.Close False
    On Error GoTo 0
    Err.Raise OurError, "PerfEval", failure
End Sub

' The workbook in the format of Excel 97: its sheets fit into a workbook that is open in that format.
Private Function AsSmallBook(ByVal source As Workbook) As Workbook
    Dim Path As String
    Path = source.FullName & ".xls"
    source.CheckCompatibility = False
    source.SaveAs Path, Excel97
    source.Close False
    Set AsSmallBook = Workbooks.Open(Path, 0, True)
End Function

Private Sub FillCell(ByVal sheet As Object, ByVal Address As String, ByVal Colour As String)
    Marks.Add "fill", sheet.Name, Address, Marks.FillOf(sheet.Range(Address))
    Marks.SetFill sheet.Range(Address), Colour
End Sub

Private Sub FrameCell(ByVal sheet As Object, ByVal Area As String, ByVal Colour As String)
    Dim cell As Object
    Set cell = sheet.Range(Area).Cells(1, 1)
    Marks.Add "frame", sheet.Name, cell.Address(False, False), Marks.FrameOf(cell)
    Marks.SetFrame cell, Colour
End Sub

' A cell with a threaded comment, which newer versions of Excel have, cannot hold a note as well: it is left as it is.
Private Sub NoteCell(ByVal sheet As Object, ByVal Address As String, ByVal Text As String)
    Dim cell As Object
    Set cell = sheet.Range(Address)
    If Marks.HasThread(cell) Then Exit Sub
    Marks.Add "note", sheet.Name, Address, Marks.NoteOf(cell)
    Marks.AppendNote cell, Text
End Sub

' A cell that is selected while the screen is not drawn may stay out of view.
Private Sub ShowCell(ByVal book As Workbook, ByVal Title As String, ByVal Address As String)
    Dim sheet As Object
    Set sheet = SheetOf(book, Title)
    If sheet.Visible <> xlSheetVisible Then Err.Raise OurError, "PerfEval", "sheet-hidden " & Title
    mSelected = True
    Application.ScreenUpdating = True
    book.Activate
    sheet.Activate
    On Error Resume Next
    sheet.Range(Address).Select
End Sub

Private Sub BeginWork(ByVal book As Workbook)
    mSelected = False
    Set mFrontBook = Nothing
    Set mFrontSheet = Nothing
    mScreen = Application.ScreenUpdating
    mEvents = Application.EnableEvents
    mAlerts = Application.DisplayAlerts
    Set mFrontBook = ActiveWorkbook
    Set mFrontSheet = book.ActiveSheet
    Application.ScreenUpdating = False
    Application.EnableEvents = False
    Application.DisplayAlerts = False
    On Error Resume Next
    Application.EnableCancelKey = Uninterrupted
End Sub

Private Sub EndWork()
    On Error Resume Next
    If Not mSelected Then
        mFrontSheet.Activate
        mFrontBook.Activate
    End If
    Application.DisplayAlerts = mAlerts
    Application.EnableEvents = mEvents
    Application.ScreenUpdating = mScreen
    Set mFrontBook = Nothing
    Set mFrontSheet = Nothing
End Sub

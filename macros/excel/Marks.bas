Attribute VB_Name = "Marks"
Option Explicit
' What was changed, so that it can be undone: in memory while a plan is applied, then in a sheet that nobody sees.
' The sheet has five columns: verb (drop, fill, frame, note, blank), tab name, cell, what was there before, and a formula that
' refers to the cell: it follows the cell when rows are inserted or its sheet gets another name.
' Errors are handled by Hands.Apply, which calls everything here.

Public Const RecordSheet As String = "_perfeval_marks"

Private Const NoColour As Long = -4142
Private Const VeryHidden As Long = 2
Private Const FirstEdge As Long = 7
Private Const LastEdge As Long = 10
Private Const NoLine As Long = -4142
Private Const DoubleLine As Long = -4119
Private Const SolidLine As Long = 1
Private Const ThinLine As Long = 2
Private Const MediumLine As Long = -4138
Private Const PieceOfNote As Long = 200

Private mRows() As String
Private mCount As Long

Public Sub StartAnew()
    mCount = 0
End Sub

Public Sub Add(ByVal Verb As String, ByVal Title As String, ByVal Address As String, ByVal Before As String)
    mCount = mCount + 1
    If mCount = 1 Then
        ReDim mRows(1 To 4, 1 To 1)
    Else
        ReDim Preserve mRows(1 To 4, 1 To mCount)
    End If
    mRows(1, mCount) = Verb
    mRows(2, mCount) = Title
    mRows(3, mCount) = Address
    mRows(4, mCount) = Before
End Sub

' Undo what was recorded in earlier calls, the last first.
Public Sub Clear(ByVal book As Workbook)
    Dim sheet As Object
    Dim at As Long
    If Not Hands.HasSheet(book, RecordSheet) Then Exit Sub
    Set sheet = book.Worksheets(RecordSheet)
    For at = LastRow(sheet) To 1 Step -1
        UndoRow book, CellText(sheet, at, 1), TargetOf(book, sheet, at), CellText(sheet, at, 4)
    Next at
    DropSheet book, RecordSheet
End Sub

' Undo what this call did, the last first; what cannot be undone does not keep the rest from being undone.
Public Sub UndoThisCall(ByVal book As Workbook)
    Dim at As Long
    On Error Resume Next
    For at = mCount To 1 Step -1
        UndoRow book, mRows(1, at), NamedTarget(book, mRows(2, at), mRows(3, at)), mRows(4, at)
    Next at
    mCount = 0
End Sub

' Write the record of this call below what the sheet has.
Public Sub Store(ByVal book As Workbook)
    Dim sheet As Object
    Dim table() As Variant
    Dim references() As Variant
    Dim first As Long
    Dim at As Long
    Dim column As Long
    If mCount = 0 Then Exit Sub
    If Not Hands.HasSheet(book, RecordSheet) Then
        Set sheet = book.Worksheets.Add(After:=book.Sheets(book.Sheets.Count))
        sheet.Name = RecordSheet
        first = 1
    Else
        Set sheet = book.Worksheets(RecordSheet)
        first = LastRow(sheet) + 1
    End If
    ReDim table(1 To mCount, 1 To 4)
    ReDim references(1 To mCount, 1 To 1)
    For at = 1 To mCount
        For column = 1 To 4
            table(at, column) = AsTyped(mRows(column, at))
        Next column
        references(at, 1) = ReferenceTo(NamedTarget(book, mRows(2, at), mRows(3, at)))
    Next at
    sheet.Range("A" & first & ":D" & (first + mCount - 1)).NumberFormat = "@"
    sheet.Range("A" & first & ":D" & (first + mCount - 1)).Value = table
    sheet.Range("E" & first & ":E" & (first + mCount - 1)).Formula = references
    sheet.Visible = VeryHidden
End Sub

Public Function FillOf(ByVal cell As Object) As String
    Dim colour As Long
    If cell.Interior.ColorIndex = NoColour Then Exit Function
    colour = cell.Interior.Color
    FillOf = TwoDigits(colour And 255) & TwoDigits((colour \ 256) And 255) & TwoDigits((colour \ 65536) And 255)
End Function

Public Sub SetFill(ByVal cell As Object, ByVal Colour As String)
    If Len(Colour) = 0 Then
        cell.MergeArea.Interior.ColorIndex = NoColour
    Else
        cell.MergeArea.Interior.Color = NumberOf(Colour)
    End If
End Sub

Private Function NumberOf(ByVal Colour As String) As Long
    NumberOf = RGB(CLng("&H" & Mid(Colour, 1, 2)), CLng("&H" & Mid(Colour, 3, 2)), CLng("&H" & Mid(Colour, 5, 2)))
End Function

' The lines at the left, above, below and at the right: kind, weight and colour of each, nothing where there is none. A line
' that is not alike along a merged area counts as thin and black.
Public Function FrameOf(ByVal cell As Object) As String
    Dim edge As Long
    For edge = FirstEdge To LastEdge
        With cell.MergeArea.Borders(edge)
            If IsNull(.LineStyle) Or IsNull(.Weight) Or IsNull(.Color) Then
                FrameOf = FrameOf & SolidLine & " " & ThinLine & " 0"
            ElseIf .LineStyle <> NoLine Then
                FrameOf = FrameOf & .LineStyle & " " & .Weight & " " & .Color
            End If
        End With
        FrameOf = FrameOf & ";"
    Next edge
End Function

Public Sub SetFrame(ByVal cell As Object, ByVal Colour As String)
    Dim edge As Long
    For edge = FirstEdge To LastEdge
        SetLine cell.MergeArea.Borders(edge), SolidLine, MediumLine, NumberOf(Colour)
    Next edge
End Sub

Private Sub RestoreFrame(ByVal cell As Object, ByVal Before As String)
    Dim lines As Variant
    Dim parts As Variant
    Dim edge As Long
    lines = Split(Before, ";")
    For edge = FirstEdge To LastEdge
        parts = Split(lines(edge - FirstEdge), " ")
        If UBound(parts) < 2 Then
            cell.MergeArea.Borders(edge).LineStyle = NoLine
        Else
            SetLine cell.MergeArea.Borders(edge), CLng(parts(0)), CLng(parts(1)), CLng(parts(2))
        End If
    Next edge
End Sub

' A double line that gets a weight is none any more.
Private Sub SetLine(ByVal border As Object, ByVal Kind As Long, ByVal Weight As Long, ByVal Colour As Long)
    border.LineStyle = Kind
    If Kind <> DoubleLine Then border.Weight = Weight
    border.Color = Colour
End Sub

Public Function NoteOf(ByVal cell As Object) As String
    If Not cell.Comment Is Nothing Then NoteOf = cell.Comment.Text
End Function

Public Function HasThread(ByVal cell As Object) As Boolean
    On Error Resume Next
    HasThread = Not cell.CommentThreaded Is Nothing
End Function

' Long notes are written in pieces: some versions of Excel cut off what is handed over at once.
Public Sub AppendNote(ByVal cell As Object, ByVal Text As String)
    Dim whole As String
    Dim before As String
    Dim at As Long
    Dim size As Long
    before = NoteOf(cell)
    whole = Text
    If Len(before) > 0 Then whole = before & vbLf & vbLf & Text
    If cell.Comment Is Nothing Then
        size = PieceAt(whole, 1)
        cell.AddComment Left(whole, size)
        SizeNote cell, whole
        cell.Comment.Visible = False
        at = size + 1
    Else
        at = Len(before) + 1
    End If
    Do While at <= Len(whole)
        size = PieceAt(whole, at)
        cell.Comment.Text Mid(whole, at, size), Len(NoteOf(cell)) + 1, False
        at = at + size
    Loop
End Sub

' How much of a text is written at once from there on: not half of a rare character, which is two here, and no line end
' last, which may get lost.
Private Function PieceAt(ByVal Text As String, ByVal at As Long) As Long
    Dim last As Long
    PieceAt = PieceOfNote
    If at + PieceOfNote > Len(Text) Then Exit Function
    Do While PieceAt > 1
        last = AscW(Mid(Text, at + PieceAt - 1, 1)) And 65535
        If last <> 10 And last <> 13 And (last < 55296 Or last > 56319) Then Exit Do
        PieceAt = PieceAt - 1
    Loop
End Function

Private Sub SizeNote(ByVal cell As Object, ByVal Text As String)
    On Error Resume Next
    cell.Comment.Shape.Width = 240
    cell.Comment.Shape.Height = 18 * (2 + Len(Text) \ 18)
End Sub

Private Sub RestoreNote(ByVal cell As Object, ByVal Before As String)
    If cell.Comment Is Nothing Then Exit Sub
    If Len(Before) = 0 Then
        cell.Comment.Delete
        Exit Sub
    End If
    CutNote cell, Before
    If cell.Comment.Text = Before Then Exit Sub
    cell.Comment.Delete
    AppendNote cell, Before
End Sub

' Cutting off our end keeps size and letters of the rest as they were; Excel 2010 is version 14, LibreOffice says 11.
Private Sub CutNote(ByVal cell As Object, ByVal Before As String)
    Dim own As Long
    On Error Resume Next
    If Val(Application.Version) < 14 Then Exit Sub
    own = Len(cell.Comment.Text) - Len(Before)
    If own > 0 And Left(cell.Comment.Text, Len(Before)) = Before Then
        cell.Comment.Shape.TextFrame.Characters(Len(Before) + 1, own).Delete
    End If
End Sub

' What is gone by now is passed over.
Private Sub UndoRow(ByVal book As Workbook, ByVal Verb As String, ByVal target As Object, ByVal Before As String)
    If target Is Nothing Then Exit Sub
    Select Case Verb
        Case "drop": DropSheet book, target.Worksheet.Name
        Case "fill": SetFill target, Before
        Case "frame": RestoreFrame target, Before
        Case "note": RestoreNote target, Before
    End Select
End Sub

' Where the cell of a recorded row stands now; Nothing when it is gone. Only rows without a reference go by name.
Public Function TargetOf(ByVal book As Workbook, ByVal sheet As Object, ByVal Row As Long) As Object
    Dim reference As String
    Dim title As String
    Dim at As Long
    reference = CStr(sheet.Cells(Row, 5).Formula)
    If Len(reference) = 0 Then
        Set TargetOf = NamedTarget(book, CellText(sheet, Row, 2), CellText(sheet, Row, 3))
        Exit Function
    End If
    at = InStrRev(reference, "!")
    If at < 3 Or InStr(reference, "#REF!") > 0 Then Exit Function
    title = Mid(reference, 2, at - 2)
    If Left(title, 1) = "'" Then title = Replace(Mid(title, 2, Len(title) - 2), "''", "'")
    Set TargetOf = NamedTarget(book, title, Mid(reference, at + 1))
End Function

Private Function NamedTarget(ByVal book As Workbook, ByVal Title As String, ByVal Address As String) As Object
    If Not Hands.HasSheet(book, Title) Then Exit Function
    If Len(Address) = 0 Then Address = "A1"
    Set NamedTarget = book.Worksheets(Title).Range(Address)
End Function

Private Function ReferenceTo(ByVal target As Object) As String
    If target Is Nothing Then Exit Function
    ReferenceTo = "='" & Replace(target.Worksheet.Name, "'", "''") & "'!" & target.Address
End Function

Private Sub DropSheet(ByVal book As Workbook, ByVal Title As String)
    book.Sheets(Title).Visible = True
    book.Sheets(Title).Delete
End Sub

Private Function LastRow(ByVal sheet As Object) As Long
    Dim at As Long
    at = 1
    Do While Len(CellText(sheet, at, 1)) > 0
        at = at + 1
    Loop
    LastRow = at - 1
End Function

Private Function CellText(ByVal sheet As Object, ByVal Row As Long, ByVal Column As Long) As String
    CellText = CStr(sheet.Cells(Row, Column).Value)
End Function

Private Function AsTyped(ByVal Text As String) As String
    AsTyped = Text
    If Left(Text, 1) = "'" Then AsTyped = "'" & Text
End Function

Private Function TwoDigits(ByVal Number As Long) As String
    TwoDigits = Right("0" & Hex(Number), 2)
End Function

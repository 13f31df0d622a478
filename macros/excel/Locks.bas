Attribute VB_Name = "Locks"
Option Explicit
' Protection: taken off where a plan needs it, put on again exactly as it was. Passwords are never guessed: a sheet that
' has one is an error before anything is changed. Errors are handled by Hands.Apply, which calls everything here.

Private Type LockState
    Title As String
    Drawings As Boolean
    Scenarios As Boolean
    ForPeopleOnly As Boolean
    Selection As Long
    Allowed(1 To 11) As Boolean
End Type

Private mLocks() As LockState
Private mCount As Long
Private mStructure As Boolean
Private mWindows As Boolean

' Unprotect what the records will change; on a password everything is protected again and the error is raised.
Public Sub OpenFor(ByVal book As Workbook, ByVal records As Variant)
    Dim at As Long
    Dim fields As Variant
    mCount = 0
    mStructure = False
    For at = LBound(records) To UBound(records)
        If Len(records(at)) > 0 Then
            fields = Split(records(at), ChrW(31))
            Select Case fields(0)
                Case "clear": OpenRecorded book
                Case "take": OpenStructure book
                Case "fill", "note", "text", "number"
                    OpenStructure book
                    OpenSheet book, fields(1)
            End Select
        End If
    Next at
End Sub

' Protect again, each sheet with the options it had; a sheet that is gone needs nothing.
Public Sub CloseAll(ByVal book As Workbook)
    Dim at As Long
    On Error Resume Next
    For at = mCount To 1 Step -1
        If Hands.HasSheet(book, mLocks(at).Title) Then CloseSheet book.Worksheets(mLocks(at).Title), at
    Next at
    mCount = 0
    If mStructure Then book.Protect Structure:=True, Windows:=mWindows
    mStructure = False
End Sub

Private Sub OpenRecorded(ByVal book As Workbook)
    Dim sheet As Object
    Dim at As Long
    If Not Hands.HasSheet(book, Marks.RecordSheet) Then Exit Sub
    OpenStructure book
    Set sheet = book.Worksheets(Marks.RecordSheet)
    at = 1
    Do While Len(CStr(sheet.Cells(at, 1).Value)) > 0
        If Hands.HasSheet(book, CStr(sheet.Cells(at, 2).Value)) Then OpenSheet book, CStr(sheet.Cells(at, 2).Value)
        at = at + 1
    Loop
End Sub

Private Sub OpenStructure(ByVal book As Workbook)
    If mStructure Or Not book.ProtectStructure Then Exit Sub
    mWindows = book.ProtectWindows
    TryPassword book
    If book.ProtectStructure Then Err.Raise Hands.OurError, "PerfEval", "password " & book.Name
    mStructure = True
End Sub

Private Sub OpenSheet(ByVal book As Workbook, ByVal Title As String)
    Dim sheet As Object
    Dim found As LockState
    Set sheet = Hands.SheetOf(book, Title)
    If Not sheet.ProtectContents Then Exit Sub
    found.Title = Title
    ReadOptions sheet, found
    TryPassword sheet
    If sheet.ProtectContents Then Err.Raise Hands.OurError, "PerfEval", "password " & Title
    mCount = mCount + 1
    ReDim Preserve mLocks(1 To mCount)
    mLocks(mCount) = found
End Sub

Private Sub TryPassword(ByVal locked As Object)
    On Error Resume Next
    locked.Unprotect ""
End Sub

Private Sub ReadOptions(ByVal sheet As Object, ByRef found As LockState)
    On Error Resume Next
    found.Drawings = sheet.ProtectDrawingObjects
    found.Scenarios = sheet.ProtectScenarios
    found.ForPeopleOnly = sheet.ProtectionMode
    found.Selection = sheet.EnableSelection
    With sheet.Protection
        found.Allowed(1) = .AllowFormattingCells
        found.Allowed(2) = .AllowFormattingColumns
        found.Allowed(3) = .AllowFormattingRows
        found.Allowed(4) = .AllowInsertingColumns
        found.Allowed(5) = .AllowInsertingRows
        found.Allowed(6) = .AllowInsertingHyperlinks
        found.Allowed(7) = .AllowDeletingColumns
        found.Allowed(8) = .AllowDeletingRows
        found.Allowed(9) = .AllowSorting
        found.Allowed(10) = .AllowFiltering
        found.Allowed(11) = .AllowUsingPivotTables
    End With
End Sub

Private Sub CloseSheet(ByVal sheet As Object, ByVal at As Long)
    With mLocks(at)
        sheet.Protect "", .Drawings, True, .Scenarios, .ForPeopleOnly, .Allowed(1), .Allowed(2), .Allowed(3), .Allowed(4), _
            .Allowed(5), .Allowed(6), .Allowed(7), .Allowed(8), .Allowed(9), .Allowed(10), .Allowed(11)
        sheet.EnableSelection = .Selection
    End With
End Sub

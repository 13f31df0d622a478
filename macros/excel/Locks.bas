Attribute VB_Name = "Locks"
Option Explicit
' Protection: taken off where a plan needs it, put on again exactly as it was. Passwords are never guessed: a sheet that
' has one is an error before anything is changed. Errors are handled by Hands.Apply, which calls everything here.

' One column per sheet: the tab name, drawings, scenarios, macros allowed, selection, and the eleven things people may do.
Private mLocks() As Variant
Private mCount As Long
Private mStructure As Boolean
Private mWindows As Boolean

Public Sub StartAnew()
    mCount = 0
    mStructure = False
End Sub

' Unprotect what the records will change; on a password everything is protected again and the error is raised.
Public Sub OpenFor(ByVal book As Workbook, ByVal records As Variant)
    Dim at As Long
    Dim fields As Variant
    For at = LBound(records) To UBound(records)
        If Len(records(at)) > 0 Then
            fields = Split(records(at), ChrW(31))
            Select Case fields(0)
                Case "clear": OpenRecorded book
                Case "take": OpenStructure book
                Case "fill", "frame", "note"
                    OpenStructure book
                    If Hands.HasSheet(book, fields(1)) Then OpenSheet book, fields(1)
            End Select
        End If
    Next at
End Sub

' Protect again, each sheet with the options it had; a sheet that is gone needs nothing.
Public Sub CloseAll(ByVal book As Workbook)
    Dim at As Long
    On Error Resume Next
    For at = mCount To 1 Step -1
        If Hands.HasSheet(book, CStr(mLocks(1, at))) Then CloseSheet book.Worksheets(CStr(mLocks(1, at))), at
    Next at
    mCount = 0
    If mStructure Then book.Protect Structure:=True, Windows:=mWindows
    mStructure = False
End Sub

Private Sub OpenRecorded(ByVal book As Workbook)
    Dim sheet As Object
    Dim target As Object
    Dim at As Long
    If Not Hands.HasSheet(book, Marks.RecordSheet) Then Exit Sub
    OpenStructure book
    Set sheet = book.Worksheets(Marks.RecordSheet)
    at = 1
    Do While Len(CStr(sheet.Cells(at, 1).Value)) > 0
        Set target = Marks.TargetOf(book, sheet, at)
        If Not target Is Nothing Then OpenSheet book, target.Worksheet.Name
        at = at + 1
    Loop
End Sub

Private Sub OpenStructure(ByVal book As Workbook)
    If mStructure Or Not book.ProtectStructure Then Exit Sub
    mWindows = WindowsLocked(book)
    TryPassword book
    If book.ProtectStructure Then Err.Raise Hands.OurError, "PerfEval", "password " & book.Name
    mStructure = True
End Sub

Private Function WindowsLocked(ByVal book As Workbook) As Boolean
    On Error Resume Next
    WindowsLocked = book.ProtectWindows
End Function

Private Sub OpenSheet(ByVal book As Workbook, ByVal Title As String)
    Dim sheet As Object
    Set sheet = Hands.SheetOf(book, Title)
    If Not sheet.ProtectContents Then Exit Sub
    If mCount = 0 Then
        ReDim mLocks(1 To 16, 1 To 1)
    Else
        ReDim Preserve mLocks(1 To 16, 1 To mCount + 1)
    End If
    ReadOptions sheet, mCount + 1
    TryPassword sheet
    If sheet.ProtectContents Then Err.Raise Hands.OurError, "PerfEval", "password " & Title
    mCount = mCount + 1
End Sub

Private Sub TryPassword(ByVal locked As Object)
    On Error Resume Next
    locked.Unprotect AnyWord()
End Sub

' Microsoft documents that Unprotect asks the person for the password when none is given, and that a sheet without one takes
' any; it does not say whether "" counts as given. LibreOffice, in which this is tested, takes "" alone; it calls itself
' version 11, which no Excel does that opens add-ins of this kind.
Private Function AnyWord() As String
    If Val(Application.Version) > 11 Then AnyWord = "-"
End Function

Private Sub ReadOptions(ByVal sheet As Object, ByVal at As Long)
    Dim row As Long
    For row = 2 To 16
        mLocks(row, at) = False
    Next row
    mLocks(1, at) = sheet.Name
    On Error Resume Next
    mLocks(2, at) = sheet.ProtectDrawingObjects
    mLocks(3, at) = sheet.ProtectScenarios
    mLocks(4, at) = sheet.ProtectionMode
    mLocks(5, at) = sheet.EnableSelection
    With sheet.Protection
        mLocks(6, at) = .AllowFormattingCells
        mLocks(7, at) = .AllowFormattingColumns
        mLocks(8, at) = .AllowFormattingRows
        mLocks(9, at) = .AllowInsertingColumns
        mLocks(10, at) = .AllowInsertingRows
        mLocks(11, at) = .AllowInsertingHyperlinks
        mLocks(12, at) = .AllowDeletingColumns
        mLocks(13, at) = .AllowDeletingRows
        mLocks(14, at) = .AllowSorting
        mLocks(15, at) = .AllowFiltering
        mLocks(16, at) = .AllowUsingPivotTables
    End With
End Sub

' A program that does not know all options gives the protection itself at least.
Private Sub CloseSheet(ByVal sheet As Object, ByVal at As Long)
    On Error Resume Next
    sheet.Protect "", mLocks(2, at), True, mLocks(3, at), mLocks(4, at), mLocks(6, at), mLocks(7, at), mLocks(8, at), _
        mLocks(9, at), mLocks(10, at), mLocks(11, at), mLocks(12, at), mLocks(13, at), mLocks(14, at), mLocks(15, at), mLocks(16, at)
    If Not sheet.ProtectContents Then sheet.Protect "", mLocks(2, at), True, mLocks(3, at), mLocks(4, at)
    sheet.EnableSelection = mLocks(5, at)
End Sub

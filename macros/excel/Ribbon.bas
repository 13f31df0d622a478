Attribute VB_Name = "Ribbon"
Option Explicit
' The buttons of the tab: each calls one command of perfeval_xl in Python, and nothing else happens here.
' What is said to people stands in the sheet "messages" of this add-in: VBA source cannot hold Chinese.

Private Const IdentitySheet As String = "_perfeval"
Private Const SchemeProperty As String = "perfeval_scheme"
Private Const MessageSheet As String = "messages"
Public Const ErrorTitle As String = "Error"

' A warning in front of all windows: the box is not Excel's own and would open behind it.
Private Const Warning As Long = 48 + 4096

Private mRibbon As Object
Private mBusy As Boolean
Private mStatus As Boolean
Private mClicked As String    ' the workbook in which the button was pressed

' As Excel's xlWait and xlDefault, which other offices do not know by name.
Private Const Waiting As Long = 2
Private Const Usual As Long = -4143

' The office hands over its ribbon when it has read the buttons.
Public Sub PerfEvalLoaded(ByVal control As Object)
    On Error Resume Next
    Set mRibbon = control
End Sub

' Ask the office to ask again which buttons are enabled.
Public Sub Refresh()
    On Error Resume Next
    If Not mRibbon Is Nothing Then mRibbon.Invalidate
End Sub

' What a command has left in the status bar goes with its workbook: Excel itself would show it for ever.
Public Sub ForgetStatus()
    On Error Resume Next
    If mStatus And Not mBusy Then Application.StatusBar = False
    If Not mBusy Then mStatus = False
End Sub

' Whether the buttons that need a form are enabled.
Public Sub PerfEvalFormIsOpen(ByVal control As Object, ByRef enabled As Variant)
    On Error GoTo NoForm
    enabled = IsForm(ActiveWorkbook)
    Exit Sub
NoForm:
    enabled = False
End Sub

Public Sub PerfEvalCheck(ByVal control As Object)
    On Error Resume Next
    RunCommand "check"
End Sub

Public Sub PerfEvalScore(ByVal control As Object)
    On Error Resume Next
    RunCommand "score"
End Sub

Public Sub PerfEvalNextProblem(ByVal control As Object)
    On Error Resume Next
    RunCommand "next_problem"
End Sub

Public Sub PerfEvalClear(ByVal control As Object)
    On Error Resume Next
    RunCommand "clear"
End Sub

Public Sub PerfEvalReport(ByVal control As Object)
    On Error Resume Next
    RunCommand "report"
End Sub

Public Sub PerfEvalSummary(ByVal control As Object)
    On Error Resume Next
    RunCommand "summary"
End Sub

Public Sub PerfEvalAbout(ByVal control As Object)
    On Error Resume Next
    RunCommand "about"
End Sub

' A form says what it is on a hidden sheet, and once more in its document properties for offices that lose the sheet.
Public Function IsForm(ByVal book As Object) As Boolean
    Dim found As Variant
    If book Is Nothing Then Exit Function
    On Error Resume Next
    found = book.Worksheets(IdentitySheet).Name
    If Len(found) = 0 Then found = book.CustomDocumentProperties(SchemeProperty).Value
    IsForm = Len(found) > 0
End Function

' The workbook in which the button was pressed: Python asks for it seconds later, when another one may be in front.
Public Function Clicked() As String
    On Error Resume Next
    Clicked = mClicked
End Function

' An hourglass and a text while Python works; what Python has left in the status bar stays.
Private Sub ShowWaiting(ByVal Begins As Boolean)
    On Error Resume Next
    If Begins Then
        Application.Cursor = Waiting
        Application.StatusBar = Message("running", "")
    Else
        Application.Cursor = Usual
        If CStr(Application.StatusBar) = Message("running", "") Then Application.StatusBar = False
    End If
End Sub

Private Sub RememberClicked()
    On Error Resume Next
    mClicked = ""
    mClicked = ActiveWorkbook.Name
End Sub

' Start the command in Python; whatever fails before it can speak for itself is said here, in one sentence.
Private Sub RunCommand(ByVal Verb As String)
    Dim Problem As String
    Dim Reason As String
    If mBusy Then Exit Sub
    On Error GoTo Failed
    mBusy = True
    Problem = InterpreterProblem()
    If Len(Problem) > 0 Then
        mBusy = False
        Say Problem
        Exit Sub
    End If
    Forget
    mStatus = True
    RememberClicked
    #If Not Mac Then
        ShowWaiting True
    #End If
    ' No character that means anything to a command line: Python before 3.11 ends itself here.
    RunPython "import sys; sys.version_info[1] in range(11) and sys.exit('PERFEVAL-OLD-PYTHON'); " & _
        "from perfeval_xl.addin import ribbon; ribbon." & Verb & "()"
    #If Mac Then
        ' Python goes on by itself; ThisWorkbook is told when it has left an error.
    #Else
        ShowWaiting False
        TellFailure
    #End If
    mBusy = False
    Refresh
    Exit Sub
Failed:
    mBusy = False
    Reason = Err.Description
    ShowWaiting False
    If Reason = "no-script" Then
        Say Message("no_script", "")
    Else
        Say Message("failed", Reason)
    End If
    Refresh
End Sub

' What is wrong with the Python that was written down when the add-in was installed; "" when nothing is.
Private Function InterpreterProblem() As String
    Dim Path As String
    #If Mac Then
        Path = GetConfig("INTERPRETER_MAC", "")
        If Len(Path) = 0 Then InterpreterProblem = Message("no_interpreter", "")
    #Else
        Path = GetConfig("INTERPRETER_WIN", "")
        If Len(Path) = 0 Then
            InterpreterProblem = Message("no_interpreter", "")
        ElseIf Not FileExists(Path) Then
            InterpreterProblem = Message("interpreter_gone", Path)
        End If
    #End If
End Function

' Say why Python ended with an error. xlwings leaves what Python wrote in the sheet "Error" of this add-in.
Public Sub TellFailure()
    Dim Text As String
    On Error GoTo Failed
    Text = CStr(ThisWorkbook.Worksheets(ErrorTitle).Range("A1").Value)
    If Len(Trim(Text)) = 0 Then Exit Sub
    Forget
    If InStr(Text, "PERFEVAL-OLD-PYTHON") > 0 Or InStr(Text, "SyntaxError") > 0 Then
        Say Message("old_python", Interpreter())
    ElseIf InStr(Text, "ModuleNotFoundError") > 0 Then
        Say Message("no_package", Interpreter())
    Else
        Say Message("failed", LastLine(Text))
    End If
    Exit Sub
Failed:
    Say Message("failed", Err.Description)
End Sub

Private Function Interpreter() As String
    #If Mac Then
        Interpreter = GetConfig("INTERPRETER_MAC", "")
    #Else
        Interpreter = GetConfig("INTERPRETER_WIN", "")
    #End If
End Function

Private Sub Forget()
    ThisWorkbook.Worksheets(ErrorTitle).Range("A1").ClearContents
End Sub

Private Function LastLine(ByVal Text As String) As String
    Dim Lines As Variant
    Dim at As Long
    Lines = Split(Replace(Text, vbCr, vbLf), vbLf)
    For at = UBound(Lines) To LBound(Lines) Step -1
        LastLine = Trim(Lines(at))
        If Len(LastLine) > 0 Then Exit Function
    Next at
End Function

' The message with that key, "{0}" replaced by the detail.
Public Function Message(ByVal Key As String, ByVal Detail As String) As String
    Dim sheet As Object
    Dim Row As Long
    On Error GoTo NoMessages
    Set sheet = ThisWorkbook.Worksheets(MessageSheet)
    Row = 1
    Do While Len(sheet.Cells(Row, 1).Value) > 0
        If sheet.Cells(Row, 1).Value = Key Then
            Message = Replace(sheet.Cells(Row, 2).Value, "{0}", Detail)
            Exit Function
        End If
        Row = Row + 1
    Loop
NoMessages:
    Message = Key & " " & Detail
End Function

' A box on the screen. On Windows it is not MsgBox, which knows only the characters of the machine's code page.
Private Sub Say(ByVal Text As String)
    #If Mac Then
        MsgBox Text, vbExclamation, Message("title", "")
    #Else
        CreateObject("WScript.Shell").Popup Text, 0, Message("title", ""), Warning
    #End If
End Sub

Attribute VB_Name = "Ribbon"
Option Explicit
' The buttons of the tab: each calls one command of perfeval_xl in Python, and nothing else happens here.
' What is said to people stands in the sheet "messages" of this add-in: VBA source cannot hold Chinese.

Private Const IdentitySheet As String = "_perfeval"
Private Const SchemeProperty As String = "perfeval_scheme"
Private Const MessageSheet As String = "messages"
Private Const SettingSheet As String = "settings"

' Seconds until the person is asked whether to go on waiting.
Private Const Patience As Long = 120
Private Const PatienceOfSummary As Long = 1800
Private Const YesNo As Long = 4 + 32 + 4096
Private Const Yes As Long = 6

' A warning in front of all windows: the box is not Excel's own and would open behind it.
Private Const Warning As Long = 48 + 4096

Private mRibbon As Object
Private mBusy As Boolean
Private mStatus As Boolean
Private mClicked As String    ' the workbook in which the button was pressed
Private mFolder As String     ' the folder that was chosen for the summary

' As msoFileDialogFolderPicker, and what its Show answers.
Private Const FolderBox As Long = 4
Private Const Chosen As Long = -1

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
    RunCommand "next"
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

' The folder that was chosen for the summary; "" where there is no box to choose one.
Public Function Folder() As String
    On Error Resume Next
    Folder = mFolder
End Function

' Have the person choose the folder for the summary, in the office's own box; False when they have changed their mind. Where
' there is no such box, as on a Mac, the folder of the workbook is taken, and the message at the end says so.
Private Function MayPickFolder() As Boolean
    Dim Picker As Object
    Dim Answer As Long
    On Error Resume Next
    MayPickFolder = True
    Set Picker = Application.FileDialog(FolderBox)
    If Picker Is Nothing Then Exit Function
    Picker.Title = Message("which_folder", "")
    If Len(ActiveWorkbook.Path) > 0 Then Picker.InitialFileName = ActiveWorkbook.Path & Application.PathSeparator
    Answer = Chosen
    Answer = Picker.Show
    If Answer = Chosen Then mFolder = Picker.SelectedItems(1)
    MayPickFolder = (Answer = Chosen)
End Function

' An hourglass and a text while Python works; what Python has left in the status bar stays.
Private Sub ShowWaiting(ByVal Begins As Boolean)
    On Error Resume Next
    If Begins Then
        If Starter.Waits() Then Application.Cursor = Waiting
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
    mFolder = ""
    Problem = InterpreterProblem()
    If Len(Problem) > 0 Then
        mBusy = False
        Say Problem
        Exit Sub
    End If
    If Verb = "summary" Then
        If Not MayPickFolder() Then
            mBusy = False
            Exit Sub
        End If
    End If
    mStatus = True
    RememberClicked
    ShowWaiting True
    Problem = Starter.RunToEnd(Interpreter(), Code(Verb), PatienceFor(Verb))
    If Starter.Waits() Then ShowWaiting False
    TellFailure Problem
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

' What Python is to do. No character that means anything to a command line; Python before 3.11 ends itself here, and no file
' of the current folder, which may be that of a workbook from somewhere, is imported.
Private Function Code(ByVal Verb As String) As String
    Code = "import sys; sys.path[:] = filter(None, sys.path); " & _
        "sys.version_info[1] in range(11) and sys.exit('PERFEVAL-OLD-PYTHON'); " & _
        "from perfeval_xl.addin import excel; excel.main('" & Verb & "')"
End Function

Private Function PatienceFor(ByVal Verb As String) As Long
    PatienceFor = Patience
    If Verb = "summary" Then PatienceFor = PatienceOfSummary
End Function

' Whether to go on waiting for a command that has run for so many seconds.
Public Function MayGoOn(ByVal Seconds As Long) As Boolean
    On Error Resume Next
    MayGoOn = True
    MayGoOn = CreateObject("WScript.Shell").Popup(Message("still_running", CStr(Seconds)), 0, Message("title", ""), YesNo) = Yes
End Function

' What is wrong with the Python that was written down when the add-in was installed; "" when nothing is.
Private Function InterpreterProblem() As String
    Dim Path As String
    Path = Interpreter()
    If Len(Path) = 0 Then
        InterpreterProblem = Message("no_interpreter", "")
        Exit Function
    End If
    If Not Starter.FileExists(Path) Then InterpreterProblem = Message("interpreter_gone", Path)
End Function

' Say why Python ended with an error; Text is what it wrote, "" when all went well.
Public Sub TellFailure(ByVal Text As String)
    On Error GoTo Failed
    If Len(Trim(Text)) = 0 Then Exit Sub
    Say Explained(Text)
    Exit Sub
Failed:
    Say Message("failed", Err.Description)
End Sub

' What Python wrote as an error, in Chinese and with what to do.
Public Function Explained(ByVal Text As String) As String
    On Error Resume Next
    If InStr(Text, "PERFEVAL-OLD-PYTHON") > 0 Or InStr(Text, "SyntaxError") > 0 Then
        Explained = Message("old_python", Interpreter())
    ElseIf InStr(Text, "ModuleNotFoundError") > 0 Then
        Explained = Message("no_package", Interpreter())
    Else
        Explained = Message("failed", LastLine(Text))
    End If
End Function

Private Function Interpreter() As String
    #If Mac Then
        Interpreter = Setting("INTERPRETER_MAC")
    #Else
        Interpreter = Setting("INTERPRETER_WIN")
    #End If
End Function

' A setting that was written when the add-in was installed; "" when it has none of that name.
Public Function Setting(ByVal Key As String) As String
    On Error Resume Next
    Setting = ValueOf(SettingSheet, Key)
End Function

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
    On Error GoTo NoMessages
    Message = Replace(ValueOf(MessageSheet, Key), "{0}", Detail)
    If Len(Message) > 0 Then Exit Function
NoMessages:
    Message = Key & " " & Detail
End Function

' What stands beside a key in a sheet of this add-in; "" when the key is not there.
Private Function ValueOf(ByVal Title As String, ByVal Key As String) As String
    Dim sheet As Object
    Dim Row As Long
    Set sheet = ThisWorkbook.Worksheets(Title)
    Row = 1
    Do While Len(sheet.Cells(Row, 1).Value) > 0
        If sheet.Cells(Row, 1).Value = Key Then
            ValueOf = sheet.Cells(Row, 2).Value
            Exit Function
        End If
        Row = Row + 1
    Loop
End Function

' A box on the screen. On Windows it is not MsgBox, which knows only the characters of the machine's code page.
Private Sub Say(ByVal Text As String)
    #If Mac Then
        MsgBox Text, vbExclamation, Message("title", "")
    #Else
        CreateObject("WScript.Shell").Popup Text, 0, Message("title", ""), Warning
    #End If
End Sub

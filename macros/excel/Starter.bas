Attribute VB_Name = "Starter"
Option Explicit
' Starts a program and waits for its end. Ours instead of RunPython of xlwings, and apart from Ribbon.bas, because no
' other office than Excel can run it; the tests put another module of this name in its place. Why it is as it is:
'   no Declare     "Block Win32 API calls from Office macros" (Defender) stops files that have some
'   no cmd.exe     an office that starts a command interpreter is what security programs look for
'   Exec, not Run  what Python writes as an error is read without a file, and Python can be ended; Run knows neither.
'                  Exec cannot hide a console: it is pythonw.exe that is started, which has none
'   DoEvents       Python works on this Excel over COM, whose calls come in while messages are handled; a wait that
'                  handles none (Application.Wait, reading StdErr before the end) would stop both for ever
'   FileSystemObject   knows paths in all characters; GetAttr and Dir know those of the machine's code page

Private Const StillRuns As Long = 0    ' WshRunning

' Whether there is such a file. The sandbox of a Mac lets nobody look: there the script finds out.
Public Function FileExists(ByVal Path As String) As Boolean
    On Error Resume Next
    FileExists = True
    #If Not Mac Then
        FileExists = CreateObject("Scripting.FileSystemObject").FileExists(Path)
    #End If
End Function

' Whether a command has ended when RunToEnd returns. On a Mac Python goes on by itself: while a macro runs, it could ask
' nothing of Excel.
Public Function Waits() As Boolean
    On Error Resume Next
    Waits = True
    #If Mac Then
        Waits = False
    #End If
End Function

' Have a Python run its code; returns what it left as an error, "" when it ended well. Every so many seconds the person
' is asked whether to go on waiting; on no the program is ended, which is no error. Raises "no-script" on a Mac without it.
Public Function RunToEnd(ByVal Python As String, ByVal Code As String, ByVal Seconds As Long) As String
    On Error GoTo Failed
    #If Mac Then
        AppleScriptTask Ribbon.Setting("SCRIPT"), "VbaHandler", Parameters(Python, Code)
    #Else
        RunToEnd = ErrorOf(CreateObject("WScript.Shell").Exec(CommandLine(Python, Code)), Seconds)
    #End If
    Exit Function
Failed:
    #If Mac Then
        Err.Raise 1001, "PerfEval", "no-script"
    #Else
        Err.Raise 1001, "PerfEval", Err.Description
    #End If
End Function

' The program and its arguments. Nothing of it comes from a workbook, whose name is asked for by Python; which Excel or WPS
' it is, perfeval_xl/addin/wps.py reads.
Private Function CommandLine(ByVal Python As String, ByVal Code As String) As String
    CommandLine = Quoted(Silent(Python)) & " -B -c " & Quoted(Code)
    CommandLine = CommandLine & " --from_xl=1 " & Quoted("--app=" & Application.Path & "\" & Application.Name)
    CommandLine = CommandLine & " --hwnd=" & Application.Hwnd
End Function

' The same Python without a console, where it is there.
Private Function Silent(ByVal Python As String) As String
    Silent = Left(Python, InStrRev(Python, "\")) & "pythonw.exe"
    If Not FileExists(Silent) Then Silent = Python
End Function

Private Function Quoted(ByVal Text As String) As String
    Quoted = Chr(34) & Text & Chr(34)
End Function

' Wait for the end of a started program; returns what it left as an error.
Private Function ErrorOf(ByVal Program As Object, ByVal Seconds As Long) As String
    Dim Began As Date
    Dim Limit As Long
    Began = Now
    Limit = Seconds
    Do While Program.Status = StillRuns
        DoEvents
        If DateDiff("s", Began, Now) >= Limit Then
            Limit = Limit + Seconds
            If Not Ribbon.MayGoOn(DateDiff("s", Began, Now)) Then
                Program.Terminate
                Exit Function
            End If
        End If
    Loop
    If Program.ExitCode = 0 Then Exit Function
    ErrorOf = Program.StdErr.ReadAll
    If Len(Trim(ErrorOf)) = 0 Then ErrorOf = "Python: " & Program.ExitCode
End Function

#If Mac Then
' What the script of xlwings takes: settings of the path (none), Python, code, workbook, Excel, file for errors.
Private Function Parameters(ByVal Python As String, ByVal Code As String) As String
    Dim Host As String
    Host = Left(Application.Path, Len(Application.Path) - 4)
    Parameters = Join(Array("false;;;;;", Python, Code, ThisWorkbook.Name, Host, LogFile()), "|")
End Function

' The file in the sandbox where Python's errors are left.
Private Function LogFile() As String
    LogFile = Environ("HOME") & "/xlwings.log"
End Function

' xlwings calls this by its name when Python has ended with an error.
Public Sub CleanUp()
    Dim Handle As Integer
    Dim Text As String
    Dim Piece As String
    On Error GoTo Tell
    Handle = FreeFile
    Open LogFile() For Input As #Handle
    Do While Not EOF(Handle)
        Line Input #Handle, Piece
        Text = Text & Piece & vbLf
    Loop
    Close #Handle
    Kill LogFile()
Tell:
    On Error Resume Next
    Application.StatusBar = False
    Ribbon.TellFailure Text
End Sub
#End If

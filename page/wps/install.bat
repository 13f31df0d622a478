@echo off
setlocal
rem 把加载项复制到本人的 WPS 文件夹，不需要管理员权限。
set "target=%APPDATA%\kingsoft\wps\jsaddons"
if not exist "%target%" mkdir "%target%"
xcopy /E /I /Y /Q "%~dp0{{folder}}" "%target%\{{folder}}" >nul
if errorlevel 1 goto failed
if not exist "%target%\publish.xml" goto fresh
findstr /C:"url=\"{{folder}}\"" "%target%\publish.xml" >nul
if not errorlevel 1 goto done
echo 本机已装有别的 WPS 加载项，没有改动它们的登记。
echo 请用记事本打开 %target%\publish.xml ，
echo 把本文件夹 publish.xml 中以 ^<jsplugin 开头的那一行加到 ^</jsplugins^> 前面。
pause
exit /b 2
:fresh
copy /Y "%~dp0publish.xml" "%target%\publish.xml" >nul
if errorlevel 1 goto failed
:done
echo 安装完成。请关闭全部 WPS 窗口，重新打开 WPS 表格，功能区出现“绩效评价”。
pause
exit /b 0
:failed
echo 没有安装成功：无法写入 %target% 。请检查权限和剩余空间后重试。
pause
exit /b 1

@echo off
setlocal
cd /d "%~dp0"
echo 正在安装 perfeval-xl（不联网，不需要管理员权限）……
set PY=
for %%V in (3.13 3.12 3.11) do (
  if not defined PY if exist "lists\windows-%%V.txt" (
    py -%%V -c "" >nul 2>nul && set "PY=py -%%V" && set "LIST=lists\windows-%%V.txt"
  )
)
if not defined PY (
  for /f %%V in ('python -c "import sys; print('%%d.%%d' %% sys.version_info[:2])" 2^>nul') do (
    if exist "lists\windows-%%V.txt" set "PY=python" && set "LIST=lists\windows-%%V.txt"
  )
)
if not defined PY (
  echo 没有找到可以用的 Python。请先安装 Python 3.11、3.12 或 3.13（64 位），再双击本文件。
  goto :end
)
set "TARGET=%LOCALAPPDATA%\perfeval_xl"
%PY% -m venv "%TARGET%" || goto :failed
"%TARGET%\Scripts\python.exe" -m pip install --disable-pip-version-check --no-index --find-links wheels --require-hashes -r "%LIST%" || goto :failed
"%TARGET%\Scripts\perfeval-xl.exe" --version || goto :failed
echo.
echo 安装好了：%TARGET%\Scripts\perfeval-xl.exe
echo 要在 Excel 里使用，请关闭 Excel，然后运行：
echo   "%TARGET%\Scripts\perfeval-xl.exe" addin install
goto :end
:failed
echo.
echo 没有装成。请把上面的文字发给维护人员；程序包被改动过的，pip 会拒绝安装。
:end
pause

#!/bin/sh
# Install from this folder, without a network and without root: into ~/.local/share/perfeval_xl, command in ~/.local/bin.
set -eu
cd "$(dirname "$0")"
target="${XDG_DATA_HOME:-$HOME/.local/share}/perfeval_xl"
python=""
for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
    version=$("$candidate" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
    if [ -f "lists/linux-$version.txt" ]; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "没有找到可以用的 Python。这个文件夹里有：$(ls lists | tr '\n' ' ')。请先安装其中一个版本的 Python。" >&2
    exit 3
fi
"$python" -m venv "$target"
"$target/bin/python" -m pip install --quiet --disable-pip-version-check \
    --no-index --find-links wheels --require-hashes -r "lists/linux-$version.txt"
mkdir -p "$HOME/.local/bin"
ln -sf "$target/bin/perfeval-xl" "$HOME/.local/bin/perfeval-xl"
"$target/bin/perfeval-xl" --version
echo "安装好了：$HOME/.local/bin/perfeval-xl。要在 LibreOffice 里使用，请关闭它，然后运行：perfeval-xl addin install --libreoffice"

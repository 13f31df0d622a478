#!/bin/sh
# 把加载项复制到本人的 WPS 文件夹（Linux、Mac），不需要管理员权限。
set -eu
here=$(cd "$(dirname "$0")" && pwd)
case "$(uname)" in
  Darwin) target="$HOME/Library/Containers/com.kingsoft.wpsoffice.mac/Data/.kingsoft/wps/jsaddons" ;;
  *) target="$HOME/.local/share/Kingsoft/wps/jsaddons" ;;
esac
mkdir -p "$target"
cp -R "$here/{{folder}}" "$target/"
if [ ! -e "$target/publish.xml" ]; then
  cp "$here/publish.xml" "$target/publish.xml"
elif ! grep -q 'url="{{folder}}"' "$target/publish.xml"; then
  # 别的加载项的登记原样保留，旧版本的登记由新的代替
  line=$(grep '<jsplugin ' "$here/publish.xml")
  new="$target/publish.xml.new"
  grep -v '<jsplugin name="{{name}}"' "$target/publish.xml" | awk -v line="$line" '/<\/jsplugins>/ { print line } { print }' > "$new"
  mv "$new" "$target/publish.xml"
fi
echo "安装完成：$target/{{folder}}"
echo "请关闭全部 WPS 窗口，重新打开 WPS 表格，功能区出现“绩效评价”。"

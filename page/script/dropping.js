// Taking files in: chosen or dropped, one after the other, so that the first result is there at once.
import { byId } from "./elements.js";
import { dropped, withBytes } from "./dropped.js";
import { showDetail } from "./detail.js";
import { showOverview } from "./overview.js";
import { refusalOf } from "./saving.js";
import { tell } from "./telling.js";

// Let people choose and drop files.
export function prepareDropping(engine) {
  const input = byId("files");
  input.addEventListener("change", () => {
    takeAll(engine, [...input.files]);
    input.value = ""; // the same file may be chosen again
  });
  const place = byId("drop");
  // a file dropped beside the field must not take the place of the page
  for (const name of ["dragover", "drop"]) window.addEventListener(name, (event) => event.preventDefault());
  place.addEventListener("dragover", () => place.classList.add("over"));
  place.addEventListener("dragleave", () => place.classList.remove("over"));
  window.addEventListener("drop", (event) => {
    place.classList.remove("over");
    if (!input.disabled) takeAll(engine, [...event.dataTransfer.files]);
  });
}

async function takeAll(engine, files) {
  const scheme = byId("scheme").value;
  const items = files.map((file) => ({ file, scheme }));
  dropped.push(...items);
  showOverview(engine);
  for (const [number, item] of items.entries()) {
    tell(`正在处理第${number + 1}份，共${items.length}份：${item.file.name}`);
    await take(engine, item);
    if (dropped.includes(item)) showOverview(engine);
  }
  tell(resultOf(items));
  if (items.length && dropped.includes(items[0])) showDetail(engine, items[0], false);
}

async function take(engine, item) {
  const { file, scheme } = item;
  const answer = file.size > engine.begun.limits.file_bytes
    ? await engine.ask("too large", { file: file.name, size: String(file.size) })
    : await evaluated(engine, file, scheme);
  if (answer.refused) item.refused = answer.refused;
  else item.done = answer.done;
}

async function evaluated(engine, file, scheme) {
  let given;
  try {
    given = await withBytes(file);
  } catch {
    const remedy = "请检查它是不是文件夹、是否已被移走、是否有权限。";
    return { refused: { code: null, message: `无法读取“${file.name}”。`, remedy } };
  }
  return engine.ask("evaluate", { scheme }, [given]);
}

// Return what the run came to, in one sentence.
function resultOf(items) {
  if (items.length === 1) {
    const [{ file, refused, done }] = items;
    if (refused) return `${file.name}：${refusalOf(refused)}`;
    const counts = Object.entries(done.said.counts).map(([name, count]) => `${name}${count}个`);
    return `${file.name}：${counts.join("，")}。按规则${done.said.total}。`;
  }
  const unread = items.filter((item) => item.refused).length;
  const returned = items.filter((item) => item.done?.said.state === "退回").length;
  return `处理完成：共${items.length}份，其中有“错误”的${returned}份，未能读取的${unread}份。`;
}

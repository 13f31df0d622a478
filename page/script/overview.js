// All dropped files in one table, and what is done with all of them.
import { button, byId, element, table } from "./elements.js";
import { dropped, secondsOf, withBytes } from "./dropped.js";
import { showDetail } from "./detail.js";
import { saveAll } from "./saving.js";
import { tell } from "./telling.js";

// Draw the overview anew.
export function showOverview(engine) {
  const headings = [["文件"], ["项目"], ["状态", "short"], ["错误", "short"], ["警告", "short"], ["提示", "short"], ["自评", "short"], ["按规则"], ["", "actions-column"]];
  const place = byId("overview");
  place.replaceChildren();
  byId("all-actions").hidden = dropped.length === 0;
  if (dropped.length) place.append(table("放入的文件", headings, dropped.map((item) => rowOf(engine, item))));
}

function rowOf(engine, item) {
  const look = () => showDetail(engine, item, true);
  const action = [button("查看", look, { "aria-label": `查看 ${item.file.name}` }), "actions-column"];
  if (item.refused) {
    return [item.file.name, "", ["未能读取", "short refused"], "", "", "", "", item.refused.message, action];
  }
  if (!item.done) return [item.file.name, "", "等待……", "", "", "", "", "", [element("span"), "actions-column"]];
  const { done } = item;
  const counts = Object.values(done.said.counts).map((count) => [String(count), "number"]);
  return [
    item.file.name,
    done.project,
    [done.said.state, `short state-${done.said.state}`],
    ...counts,
    [done.self_total ?? "", "number"],
    done.said.total,
    action,
  ];
}

// Give the buttons below the overview their work.
export function prepareOverview(engine) {
  byId("save-summary").addEventListener("click", () => saveSummary(engine));
  byId("print").addEventListener("click", () => window.print());
  byId("clear").addEventListener("click", () => {
    dropped.length = 0;
    showOverview(engine);
    showDetail(engine, null, false);
    tell("已全部移除。");
    byId("files").focus();
  });
}

async function saveSummary(engine) {
  tell("正在生成汇总表……");
  const small = dropped.filter((item) => item.file.size <= engine.begun.limits.file_bytes);
  const files = await Promise.all(small.map((item) => withBytes(item.file)));
  const times = small.map((item) => secondsOf(item.file)).join(" ");
  const left = dropped.length - small.length;
  const answer = await engine.ask("summary", { times }, files);
  tell(saveAll(answer) + (left ? `。过大的文件${left}个没有列入。` : ""));
}

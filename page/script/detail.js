// One form in full: problems by cell, scores with their reasons, and what can be downloaded.
import { button, byId, element, table } from "./elements.js";
import { withBytes } from "./dropped.js";
import { refusalOf, saveAll } from "./saving.js";
import { tell } from "./telling.js";

// Show one of the dropped files below the overview; with `move` the focus goes there.
export function showDetail(engine, item, move) {
  const place = byId("detail");
  place.replaceChildren();
  if (!item) return;
  const title = element("h3", { text: item.file.name, tabindex: "-1", id: "detail-title" });
  place.append(title);
  if (item.refused) {
    place.append(element("p", { class: "refused", text: refusalOf(item.refused) }));
  } else if (item.done) {
    place.append(...partsOf(engine, item));
  }
  if (move) title.focus();
}

function partsOf(engine, item) {
  const { done } = item;
  const { said } = done;
  const names = [`项目：${done.project || "（未填）"}`, `实施单位：${said.unit}`, `年度：${said.year}`, `评价方案：${said.scheme}`];
  return [
    element("p", { text: names.join("　") }),
    actionsOf(engine, item),
    element("p", { text: `自评总分：${own(done)}。按规则：${said.total}。` }),
    problemsOf(done),
    scoresOf(done),
    element("p", { class: "hint", text: checksOf(done.checks) }),
  ];
}

function own(done) {
  return done.self_total === null ? "没有可读的数字" : `${done.self_total}分（${done.self_grade ?? "待定"}）`;
}

function actionsOf(engine, item) {
  const ask = async (name, words) => {
    tell("正在生成……");
    const answer = await engine.ask(name, { scheme: item.scheme, ...words }, [await withBytes(item.file)]);
    tell(saveAll(answer));
  };
  const templates = engine.begun.templates.map((name) => button(`下载${name}`, () => ask("report", { template: name })));
  return element(
    "p", { class: "actions screen" },
    button("下载标注副本", () => ask("marked copy", {})),
    button("下载 Word 报告", () => ask("report", {})),
    ...templates,
  );
}

function problemsOf(done) {
  if (!done.problems.length) return element("p", { text: "没有发现问题。" });
  const headings = [["级别", "short"], ["代码", "short"], ["位置"], ["问题和怎样改"], ["依据"]];
  const rows = done.problems.map((problem, number) => [
    [problem.severity, `short level-${problem.severity}`],
    [problem.code, "short"],
    placeOf(problem, done.said.places[number]),
    wordsOf(problem),
    problem.source,
  ]);
  return table(`问题（${done.problems.length}个）`, headings, rows);
}

function placeOf(problem, place) {
  return element("div", {}, element("div", { text: place }), element("div", { class: "hint", text: problem.path.join("·") }));
}

function wordsOf(problem) {
  const remedy = element("div", { class: "remedy", text: problem.remedy });
  return element("div", {}, element("div", { text: problem.message }), remedy);
}

function scoresOf(done) {
  const headings = [["指标"], ["分值", "short"], ["自评", "short"], ["按规则", "short"], ["为什么"]];
  const rows = done.indicators.map((row) => [
    row.path.join("·"),
    [row.weight, "number"],
    [row.self_score ?? "未填", "number"],
    [done.said.points[row.path.join("/")], "number"],
    row.explanation,
  ]);
  return table("得分和理由", headings, rows);
}

function checksOf(checks) {
  const parts = [`通过校验${checks.passed.length}项`, `不适用${checks.not_applicable.length}项`];
  if (checks.not_run.length) parts.push(`须先改正上述问题才能校验${checks.not_run.join("、")}`);
  return `${parts.join("，")}。`;
}

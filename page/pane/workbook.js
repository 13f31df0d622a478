// The commands on the workbook that is open: a copy goes to the program, a plan comes back, the hands apply it.
import { busyWhile, byId } from "../script/elements.js";
import { showDetail } from "../script/detail.js";
import { refusalOf, saveAll } from "../script/saving.js";

const NAMES = { check: "校验", score: "评分", next: "下一个问题", clear: "清除标记", report: "导出报告", summary: "生成汇总", about: "关于与诊断" };
const SHOWN = new Set(["check", "score"]); // these are told in full below the buttons

// Give the buttons of the pane, and those of the ribbon where there is one, their work.
export function prepareWorkbook(engine, host) {
  let running = Promise.resolve();
  const press = (command, name) => {
    running = running.then(() => run(engine, host, command, name)).catch((failure) => say(failureOf(command, failure), true));
    return running;
  };
  for (const pressed of byId("workbook").querySelectorAll("[data-command]")) {
    pressed.disabled = false;
    pressed.addEventListener("click", () => busyWhile(pressed, () => press(pressed.dataset.command, "")));
  }
  host.onClick(press);
}

function say(text, refused = false) {
  byId("workbook-said").textContent = text;
  byId("workbook-said").className = refused ? "refused" : "";
}

// What the office itself refused or cannot do.
function failureOf(command, failure) {
  return `“${NAMES[command]}”没有完成，工作簿没有改动：${failure?.message ?? failure}。请保存后重新打开工作簿再试；也可以把保存好的表格放到下面。`;
}

async function run(engine, host, command, name) {
  if (command === "summary") return showDrop();
  const book = await host.current(name);
  if (!book) return say(`没有打开的工作簿。请先打开自评表，再按“${NAMES[command]}”。`, true);
  say(`正在${NAMES[command]}：${book.name}`);
  const file = { name: book.name, bytes: await host.copy(book) };
  if (file.bytes.length > engine.begun.limits.file_bytes) {
    return refuse(await engine.ask("too large", { file: file.name, size: String(file.bytes.length) }));
  }
  if (command === "report") return report(engine, file);
  if (command === "about") return about(engine, file);
  return planned(engine, host, command, book, file);
}

async function planned(engine, host, command, book, file) {
  const path = host.listsPath();
  const words = { sheet: book.sheet, selection: book.selection, path };
  const answer = await engine.ask(`open ${command}`, words, [file]);
  if (answer.refused) return refuse(answer);
  const { plan, status } = answer.done;
  const [lists] = answer.files;
  const told = plan ? await host.apply(book, plan, lists?.bytes, path) : "";
  const checked = await engine.ask("hands answered", { answer: told });
  if (checked.refused) return refuse(checked);
  say(status);
  if (SHOWN.has(command)) await show(engine, file);
}

function refuse(answer) {
  say(refusalOf(answer.refused), true);
}

// Show the problems and scores of the workbook as for a dropped file.
async function show(engine, file) {
  const item = { file: new File([file.bytes], file.name), scheme: "" };
  const answer = await engine.ask("evaluate", { scheme: "" }, [file]);
  Object.assign(item, answer.refused ? { refused: answer.refused } : { done: answer.done });
  showDetail(engine, item, false);
}

async function report(engine, file) {
  const answer = await engine.ask("report", { scheme: "" }, [file]);
  say(saveAll(answer), Boolean(answer.refused));
}

async function about(engine, file) {
  const answer = await engine.ask("open what", {}, [file]);
  const what = answer.refused ? `自评表：不是。${answer.refused.message}` : answer.done.status;
  say(`perfeval-xl ${engine.begun.version}。${what}`);
}

// A folder cannot be read from here: its files are put into the field below.
function showDrop() {
  say("请把要汇总的自评表一起放到下面，再按“下载汇总表”。");
  byId("files").focus();
  byId("drop").scrollIntoView();
}

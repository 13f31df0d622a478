// Blank forms, project lists, and the forms prefilled from a list.
import { busyWhile, byId, element, table } from "./elements.js";
import { withBytes } from "./dropped.js";
import { refusalOf, saveAll } from "./saving.js";
import { tell } from "./telling.js";

// Fill the lists of schemes; what was chosen stays chosen.
export function showSchemes(schemes) {
  const good = schemes.filter((scheme) => !scheme.error);
  const options = () => good.map((scheme) => element("option", { value: scheme.id, text: scheme.title + (scheme.own ? "（自己的方案）" : "") }));
  const [wanted, form] = [byId("scheme"), byId("form-scheme")];
  const before = [wanted.value, form.value];
  wanted.replaceChildren(element("option", { value: "", text: "按表格自己的标识" }), ...options());
  form.replaceChildren(...options());
  wanted.value = before[0];
  if (good.some((scheme) => scheme.id === before[1])) form.value = before[1];
}

// Give the fields for forms their work.
export function prepareForms(engine) {
  const chosen = () => ({ scheme: byId("form-scheme").value });
  for (const [id, name] of [["blank-form", "blank form"], ["project-list", "project list"], ["scheme-out", "scheme out"]]) {
    const pressed = byId(id);
    pressed.addEventListener("click", () => busyWhile(pressed, async () => tell(saveAll(await engine.ask(name, chosen())))));
  }
  const input = byId("list-files");
  input.addEventListener("change", async () => {
    const files = await Promise.all([...input.files].map(withBytes));
    input.value = "";
    if (files.length) showList(await engine.ask("prefilled forms", { ...chosen(), year: byId("form-year").value.trim() }, listFirst(files)));
  });
}

// The list itself goes first; what is called 申报表 or 目标 is a declaration of targets.
function listFirst(files) {
  const targets = (file) => /申报|目标/.test(file.name);
  return [...files.filter((file) => !targets(file)), ...files.filter(targets)];
}

function showList(answer) {
  const place = byId("list-result");
  place.replaceChildren();
  if (answer.refused) {
    place.append(element("p", { class: "refused", text: refusalOf(answer.refused) }));
    return;
  }
  const { projects, problems } = answer.done;
  const made = answer.files.length ? saveAll(answer) : "一份表格也没有生成。";
  place.append(element("p", { text: `清单中有${projects}个项目。${made}` }));
  if (!problems.length) return;
  const headings = [["级别", "short"], ["位置"], ["问题和怎样改"]];
  const rows = problems.map((problem) => [
    [problem.severity, `short level-${problem.severity}`],
    [problem.file, problem.sheet, problem.cell].filter(Boolean).join(" "),
    problem.message + problem.remedy,
  ]);
  place.append(table("清单中的问题", headings, rows));
}

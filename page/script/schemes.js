// A scheme of one's own: taken from its workbook for as long as the page is open.
import { button, byId, element, table } from "./elements.js";
import { withBytes } from "./dropped.js";
import { showSchemes } from "./forms.js";
import { refusalOf, save } from "./saving.js";

// Give the field for a workbook of a scheme its work.
export function prepareOwnSchemes(engine) {
  const input = byId("scheme-file");
  input.addEventListener("change", async () => {
    const [file] = input.files;
    if (!file) return;
    const book = await withBytes(file);
    input.value = "";
    const answer = await engine.ask("scheme in", {}, [book]);
    if (answer.done?.id) {
      engine.ownSchemes.push(book); // a thread that has to be started anew takes it again
      showSchemes(answer.done.schemes);
    }
    showTaken(answer);
  });
}

function showTaken(answer) {
  const place = byId("scheme-result");
  place.replaceChildren();
  if (answer.refused) {
    place.append(element("p", { class: "refused", text: refusalOf(answer.refused) }));
    return;
  }
  const { done } = answer;
  if (!done.id) {
    const rows = done.mistakes.map((mistake) => [[mistake.sheet, mistake.cell].join(" "), mistake.message, mistake.remedy]);
    place.append(table(`方案没有导入，有${rows.length}处需要改正`, [["位置"], ["问题"], ["怎样改"]], rows));
    return;
  }
  const [made] = answer.files;
  place.append(
    element("p", { text: `方案“${done.title}”（${done.id}）可以使用了，关闭页面前有效。` }),
    element("p", {}, button("下载方案文件（.toml，供命令行使用）", async () => save(made.name, made.bytes))),
  );
  const { findings } = done.lint;
  if (findings.length) {
    const rows = findings.map((finding) => [finding.standing, finding.where, finding.message + finding.remedy]);
    place.append(table("方案检查", [["类别", "short"], ["位置"], ["说明"]], rows));
  }
}

// The page, and every pane that is made of it, begins: start the program in its thread, then let people work.
import { byId } from "./elements.js";
import { Engine } from "./engine.js";
import { prepareDropping } from "./dropping.js";
import { prepareForms, showSchemes } from "./forms.js";
import { prepareOverview } from "./overview.js";
import { prepareOwnSchemes } from "./schemes.js";

const LOCKED = ["files", "scheme", "form-scheme", "blank-form", "project-list", "list-files", "form-year", "scheme-out", "scheme-file"];
const PAUSE = 100; // milliseconds in which nothing was asked
const TOO_OLD = "这个浏览器太旧，不能运行本页面。请换用较新的 Edge、Chrome、Firefox 或 Safari，或者国产浏览器的“极速模式”。";

function showProgress(share, said) {
  byId("starting-bar").value = share;
  byId("starting-said").textContent = said;
  byId("starting").hidden = share >= 100;
}

// Begin; `more` is what a pane adds once the program is there.
export function begin(more = () => {}) {
  start(more).catch((failure) => {
    byId("starting-said").className = "refused";
    byId("starting-said").textContent = failure.message === "old" ? TOO_OLD : `页面没有能够启动（${failure.message}）。${TOO_OLD}`;
    byId("starting-bar").hidden = true;
  });
}

async function start(more) {
  if (typeof DecompressionStream === "undefined" || typeof WebAssembly === "undefined") throw new Error("old");
  const engine = new Engine(showProgress);
  await engine.ready;
  byId("version").textContent = engine.begun.version;
  showSchemes(engine.begun.schemes);
  prepareDropping(engine);
  prepareOverview(engine);
  prepareForms(engine);
  prepareOwnSchemes(engine);
  for (const id of LOCKED) byId(id).disabled = false;
  await more(engine);
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
  makeReady(engine).catch(() => {}); // nobody waits for it
}

// Use the time in which nobody asks: the first form of a scheme waits for the scheme and for its drawn form, half a second
// in all. One scheme at a time, so that what a person asks for meanwhile waits for one at most.
async function makeReady(engine) {
  for (const { id } of engine.begun.schemes) {
    await engine.idle(PAUSE);
    await engine.ask("make ready", { scheme: id });
  }
  document.documentElement.dataset.allReady = "true";
}

// Python in the thread. Pyodide asks for its files by address; here every address leads into memory, and there is no network.
import { unpacked } from "./unpacking.js";

const ENDINGS = { "pyodide.asm.wasm": ["wasm", "application/wasm"], "python_stdlib.zip": ["stdlib", "application/zip"] };

// Return a function that asks the program a question; tells how far it is meanwhile.
export async function startPython(packed, tell) {
  tell(5, "正在打开程序……");
  const names = Object.keys(packed);
  const parts = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await unpacked(packed[name])])));
  tell(25, "正在启动程序……");
  self.importScripts = undefined; // Pyodide takes a thread that has it for one that cannot import modules; this one can
  self.fetch = async (address) => fromMemory(parts, String(address?.url ?? address));
  const { loadPyodide } = await import(moduleOf(parts.pyodide));
  const lock = JSON.parse(new TextDecoder().decode(parts.lock));
  // Pyodide looks for its module below this address; what follows the # does not count
  const python = await loadPyodide({ indexURL: `${moduleOf(parts.asm)}#/`, lockFileContents: lock });
  tell(65, "正在准备评价方案……");
  python.FS.writeFile("/site.zip", parts.site);
  python.runPython(BEGIN);
  const ask = python.globals.get("answer");
  tell(100, "准备好了。");
  return (question, files) => {
    const given = python.toPy(files);
    const answered = ask(question, given);
    const result = answered.toJs();
    answered.destroy();
    given.destroy();
    return result;
  };
}

// Our package has data beside its code and is unpacked; the libraries are read from the archive when they are needed.
const BEGIN = `
import sys
import zipfile

with zipfile.ZipFile("/site.zip") as packed:
    packed.extractall("/site", [name for name in packed.namelist() if name.startswith("perfeval_xl/")])
sys.path[:0] = ["/site", "/site.zip"]

import perfeval_xl.evaluation
from perfeval_xl.page.desk import answer
`;

function fromMemory(parts, address) {
  const ending = Object.keys(ENDINGS).find((name) => address.endsWith(name));
  if (!ending) return Promise.reject(new TypeError(`nothing is fetched: ${address}`));
  const [name, type] = ENDINGS[ending];
  return new Response(parts[name], { headers: { "content-type": type } });
}

function moduleOf(bytes) {
  return URL.createObjectURL(new Blob([bytes], { type: "text/javascript" }));
}

// Python in the thread. Pyodide asks for its files by address; here every address leads into memory, and there is no network.
import { putFiles } from "./files.mjs";
import { combined } from "./memory.mjs";
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
  const { default: createModule } = await import(moduleOf(parts.asm));
  // Python does not start here: its memory is that of one which was started when the page was made
  const memory = combined(parts.memory, parts.wasm);
  const python = await loadPyodide({
    indexURL: "memory:/",
    lockFileContents: lock,
    createPyodideModule: async (settings) => withRoom(await createModule(settings), memory.length),
    _loadSnapshot: memory,
  });
  tell(65, "正在放入程序……");
  putFiles(python.FS, parts.site, "/site");
  const ask = python.globals.get("answer");
  tell(80, "正在准备评价方案……");
  return (question, files) => {
    const given = python.toPy(files);
    const answered = ask(question, given);
    const result = answered.toJs();
    answered.destroy();
    given.destroy();
    return result;
  };
}

// Memory begins smaller than what is put into it.
function withRoom(module, size) {
  while (module.HEAPU8.length < size) module._malloc(1 << 20);
  module.HEAPU8.fill(0);
  return module;
}

function fromMemory(parts, address) {
  const ending = Object.keys(ENDINGS).find((name) => address.endsWith(name));
  if (!ending) return Promise.reject(new TypeError(`nothing is fetched: ${address}`));
  const [name, type] = ENDINGS[ending];
  return new Response(parts[name], { headers: { "content-type": type } });
}

function moduleOf(bytes) {
  return URL.createObjectURL(new Blob([bytes], { type: "text/javascript" }));
}

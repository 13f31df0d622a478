// Start the page's Python, let it read a form of some schemes, and keep its memory: what the first form of a scheme takes
// longer (its scheme, and the drawn form that it is compared with) is in memory then.
// node remembering.mjs PYODIDE-FOLDER STDLIB.zip SITE FORM.xlsx ... OUT: a line of JSON with the files that are in memory and are not read again,
// and behind it the memory without what the module itself puts there.
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { putFiles } from "../../page/worker/files.mjs";
import { combined } from "../../page/worker/memory.mjs";

const [folder, stdlib, site, ...rest] = process.argv.slice(2);
const to = rest.pop();
const forms = rest;
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`).href);
const python = await loadPyodide({ indexURL: `${folder}/`, stdLibURL: stdlib, _makeSnapshot: true });
putFiles(python.FS, new Uint8Array(readFileSync(site)), "/site");
python.FS.mkdir("/forms");
for (const [number, form] of forms.entries()) {
  python.FS.writeFile(`/forms/${number}.xlsx`, new Uint8Array(readFileSync(form)));
}
const BEGIN = `
import functools
import gc
import json
import sys
import zipimport

sys.path.insert(0, "/site")

from pathlib import Path

# What writes workbooks is loaded by no form that is only read; in the page it would be loaded too late
import perfeval_xl.sheets.copying
import perfeval_xl.sheets.writing
from perfeval_xl.page import evaluating
from perfeval_xl.page.desk import answer

answer(json.dumps({"ask": "begin", "words": {}, "files": []}), [])
for form in Path("/forms").iterdir():
    question = {"ask": "evaluate", "words": {"scheme": ""}, "files": [form.name]}
    told, _ = answer(json.dumps(question), [form.read_bytes()])
    assert "done" in json.loads(told), told
    form.unlink()
evaluating._remembered.cache_clear()
Path("/forms").rmdir()
# what is kept of single texts is found again at once; what is kept of schemes and their forms is what takes time
for kept in gc.get_objects():
    if isinstance(kept, functools._lru_cache_wrapper) and (kept.cache_parameters()["maxsize"] or 0) > 256:
        kept.cache_clear()
del kept
del form, question, told
gc.collect()
# what was found in folders and archives is found again: the page has the files at other places
sys.path_importer_cache.clear()
zipimport._zip_directory_cache.clear()

loaded = sorted(str(module.__spec__.origin) for module in sys.modules.values() if getattr(module, "__spec__", None))
loaded = json.dumps([origin for origin in loaded if origin.endswith(".pyc")])
`;

// Write zeros over memory that was used and is free: they pack to nothing.
function clean() {
  const module = python._module;
  const grow = WebAssembly.Memory.prototype.grow;
  WebAssembly.Memory.prototype.grow = () => {
    throw new RangeError("enough");
  };
  const held = [];
  for (let size = 1 << 24; size >= 16; size >>= 1) {
    for (let place = module._malloc(size); place; place = module._malloc(size)) {
      module.HEAPU8.fill(0, place, place + size);
      held.push(place);
    }
  }
  for (const place of held) module._free(place);
  WebAssembly.Memory.prototype.grow = grow;
}

try {
  python.runPython(BEGIN);
  clean();
  const code = new Uint8Array(readFileSync(`${folder}/pyodide.asm.wasm`));
  const loaded = new TextEncoder().encode(`${python.globals.get("loaded")}\n`);
  writeFileSync(to, Buffer.concat([loaded, combined(python.makeMemorySnapshot(), code)]));
} catch (failure) {
  console.error(failure.message); // node itself would print all of Pyodide's source
  process.exit(1);
}

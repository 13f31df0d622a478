// Compile the page's Python with the page's own Python, so that the browser does not have to.
// node compiling.mjs PYODIDE-FOLDER IN.zip OUT.zip: the same files, each .py as .pyc beside nothing else.
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, from, to] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`).href);
const python = await loadPyodide({ indexURL: `${folder}/` });
python.FS.writeFile("/in.zip", new Uint8Array(readFileSync(from)));
const COMPILE = `
import ast
import importlib._bootstrap_external as importing
import zipfile

LONG_AGO = (1980, 1, 1, 0, 0, 0)
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def without_docstrings(source):
    """A browser shows none of them to anybody: the page is smaller, and starts sooner."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            said = node.body.pop(0)
            node.body = node.body or [ast.copy_location(ast.Pass(), said)]
    return tree


def without_lines(code):
    """Where a line of a library stands is of use to nobody here; of our own code it is kept for the log."""
    inner = tuple(without_lines(part) if hasattr(part, "co_code") else part for part in code.co_consts)
    return code.replace(co_consts=inner, co_linetable=b"")


with zipfile.ZipFile("/in.zip") as given, zipfile.ZipFile("/out.zip", "w", zipfile.ZIP_STORED) as made:
    for name in sorted(given.namelist()):
        data = given.read(name)
        if name.endswith(".py"):
            try:
                code = compile(without_docstrings(data), name, "exec", dont_inherit=True, optimize=0)
            except SyntaxError:
                if name.startswith("perfeval_xl/"):
                    raise
                continue  # written for Python 2, and never imported
            if not name.startswith("perfeval_xl/"):
                code = without_lines(code)
            # unchecked: nobody compares it with a source, which is not there
            data = importing._code_to_hash_pyc(code, b"\\0" * 8, False)
            name = name + "c"
        made.writestr(zipfile.ZipInfo(name, LONG_AGO), data)
`;
try {
  python.runPython(COMPILE);
  writeFileSync(to, python.FS.readFile("/out.zip"));
} catch (failure) {
  console.error(failure.message); // node itself would print all of Pyodide's source
  process.exit(1);
}

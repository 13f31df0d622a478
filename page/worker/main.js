// The thread: unpack the program, start it, and answer one question after the other.
import { startPython } from "./python.js";

let answer = null;

self.onmessage = async ({ data }) => {
  try {
    if (data.start) {
      const tell = (progress, said) => self.postMessage({ progress, said });
      answer = await startPython(data.start, tell);
      const begun = asked("begin", {});
      warmUp(begun.done.schemes);
      tell(100, "准备好了。");
      self.postMessage(begun);
      return;
    }
    self.postMessage(answered(data.question, data.files));
  } catch (failure) {
    self.postMessage({ failed: String(failure?.message ?? failure) });
  }
};

// The first question is slow, whatever it is: the browser compiles what it uses. It is one that nobody waits for by name.
function warmUp(schemes) {
  if (schemes.length) asked("make ready", { scheme: schemes[0].id });
}

function asked(name, words) {
  return answered(JSON.stringify({ ask: name, words, files: [] }), []);
}

function answered(question, files) {
  const [text, bytes] = answer(question, files);
  const told = JSON.parse(text);
  if (told.refused) return { refused: told.refused };
  return { done: told.done, files: told.files.map((name, number) => ({ name, bytes: bytes[number] })) };
}

// The thread: unpack the program, start it, and answer one question after the other.
import { startPython } from "./python.js";

let answer = null;

self.onmessage = async ({ data }) => {
  try {
    if (data.start) {
      answer = await startPython(data.start, (progress, said) => self.postMessage({ progress, said }));
      self.postMessage(answered(JSON.stringify({ ask: "begin", words: {}, files: [] }), []));
      return;
    }
    self.postMessage(answered(data.question, data.files));
  } catch (failure) {
    self.postMessage({ failed: String(failure?.message ?? failure) });
  }
};

function answered(question, files) {
  const [text, bytes] = answer(question, files);
  const told = JSON.parse(text);
  if (told.refused) return { refused: told.refused };
  return { done: told.done, files: told.files.map((name, number) => ({ name, bytes: bytes[number] })) };
}

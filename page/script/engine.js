// The thread in which the program runs. One question at a time; a question that takes too long ends the thread, and a new one
// takes its place: the page itself never waits.
import { byId } from "./elements.js";

const START_SECONDS = 120;
const UNENDING = new Set(["summary", "prefilled forms"]); // these are about many files: their time grows with them

export class Engine {
  constructor(onProgress) {
    this.onProgress = onProgress;
    this.begun = null;
    this.waiting = Promise.resolve();
    this.ownSchemes = [];
    this.start();
  }

  // Start a thread; `ready` is kept when it has begun, and fails when it cannot.
  start() {
    const url = URL.createObjectURL(new Blob([textOf("worker-plain")], { type: "text/javascript" }));
    this.worker = new Worker(url); // no module: Chromium refuses such threads to pages opened from disk
    this.ready = this.exchange({ start: packedParts() }, START_SECONDS).then(async (begun) => {
      this.begun = begun.done;
      for (const book of this.ownSchemes) await this.exchange(questionOf("scheme in", {}, [book]), START_SECONDS);
    });
    this.ready.catch(() => {});
  }

  // Ask a question; files are {name, bytes}. The answer is {done, files} or {refused}.
  ask(name, words = {}, files = []) {
    const asked = this.waiting.then(() => this.answer(name, words, files));
    this.waiting = asked.catch(() => {});
    return asked;
  }

  // Wait until nothing is asked and nothing was for so many milliseconds.
  async idle(milliseconds) {
    let before = null;
    while (before !== this.waiting) {
      before = this.waiting;
      await before;
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
    }
  }

  async answer(name, words, files) {
    await this.ready;
    const seconds = this.begun.limits.work_seconds * (UNENDING.has(name) ? Math.max(1, files.length) : 1);
    try {
      return await this.exchange(questionOf(name, words, files), seconds);
    } catch (failure) {
      const file = files.length === 1 ? files[0].name : "全部文件";
      return this.restarted(failure.message === "time" ? "too long" : "too much", file);
    }
  }

  // End the thread, start a new one, and return the refusal of the file that ended it.
  async restarted(reason, file) {
    this.worker.terminate();
    this.start();
    try {
      await this.ready;
      return await this.exchange(questionOf(reason, { file }, []), START_SECONDS);
    } catch {
      return { refused: { code: null, message: "程序没有反应。", remedy: "请重新打开这个页面后再试。" } };
    }
  }

  // Send a message and wait for its answer; rejects with "time" or "stopped".
  exchange(message, seconds) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error("time")), seconds * 1000);
      this.worker.onmessage = ({ data }) => {
        if (data.progress !== undefined) {
          this.onProgress(data.progress, data.said);
          return;
        }
        clearTimeout(timer);
        if (data.failed) reject(new Error(data.failed));
        else resolve(data);
      };
      this.worker.onerror = (event) => {
        clearTimeout(timer);
        reject(new Error(event.message || "stopped"));
      };
      this.worker.postMessage(message);
    });
  }
}

function questionOf(name, words, files) {
  const question = JSON.stringify({ ask: name, words, files: files.map((file) => file.name) });
  return { question, files: files.map((file) => file.bytes) };
}

// Return the packed parts as they stand in the page; the thread unpacks them.
function packedParts() {
  const names = ["pyodide", "asm", "wasm", "stdlib", "lock", "site", "memory"];
  return Object.fromEntries(names.map((name) => [name, textOf(name)]));
}

function textOf(name) {
  return byId(`part-${name}`).textContent;
}

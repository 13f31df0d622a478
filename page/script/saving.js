// Handing files out: the browser saves them where it always does; an office may have a better place.
import { element } from "./elements.js";

const KEEP_MS = 60_000;

let saving = offer;

// Save through a function of the office, which returns what is to be said of it.
export function saveThrough(another) {
  saving = another;
}

// Save a file; return what is to be said of it.
export function save(name, bytes) {
  return saving(name, bytes);
}

// Offer bytes as a download.
function offer(name, bytes) {
  const url = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
  const link = element("a", { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEEP_MS);
  return `已下载：${name}`;
}

// Save everything an answer hands out; return what is to be said of it.
export function saveAll(answer) {
  if (answer.refused) return refusalOf(answer.refused);
  return answer.files.map((file) => save(file.name, file.bytes)).join("；");
}

// Return a refusal as people read it.
export function refusalOf(refused) {
  return [refused.code, refused.message + refused.remedy].filter(Boolean).join(" ");
}

// Handing files out: the browser saves them where it always does.
import { element } from "./elements.js";

const KEEP_MS = 60_000;

// Offer bytes as a download.
export function save(name, bytes) {
  const url = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
  const link = element("a", { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEEP_MS);
}

// Save everything an answer hands out; return what is to be said of it.
export function saveAll(answer) {
  if (answer.refused) return refusalOf(answer.refused);
  for (const file of answer.files) save(file.name, file.bytes);
  return answer.files.map((file) => `已下载：${file.name}`).join("；");
}

// Return a refusal as people read it.
export function refusalOf(refused) {
  return [refused.code, refused.message + refused.remedy].filter(Boolean).join(" ");
}

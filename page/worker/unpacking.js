// Parts of the page: gzip in base64.

export async function unpacked(text) {
  const bytes = typeof Uint8Array.fromBase64 === "function" ? Uint8Array.fromBase64(text) : decoded(text);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function decoded(text) {
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let place = 0; place < letters.length; place += 1) bytes[place] = letters.charCodeAt(place);
  return bytes;
}

// The files that were put in, each with what became of it.

export const dropped = [];

// Return a file with its bytes, read when they are needed.
export async function withBytes(file) {
  return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
}

// Return when a file was last changed, in whole seconds.
export function secondsOf(file) {
  return Math.floor(file.lastModified / 1000);
}

// The files of the program in one piece: how long the list is, the list of names and sizes, one file behind the other.

export function putFiles(system, packed, folder) {
  const length = new DataView(packed.buffer, packed.byteOffset).getUint32(0, true);
  let place = 4 + length;
  const listed = JSON.parse(new TextDecoder().decode(packed.subarray(4, place)));
  const made = new Set();
  for (const [name, size] of listed) {
    const path = `${folder}/${name}`;
    const above = path.slice(0, path.lastIndexOf("/"));
    if (!made.has(above)) system.mkdirTree(above);
    made.add(above);
    system.writeFile(path, packed.subarray(place, place + size), { canOwn: true });
    place += size;
  }
}

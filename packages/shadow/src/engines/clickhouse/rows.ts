/**
 * Reads rows of texts as ClickHouse's RowBinary writes them: each a length (LEB128) and as many bytes, so that no byte of
 * a record is lost to an encoding. Throws when the answer ends within a row.
 */
export async function* binaryRows(
  body: AsyncIterable<Uint8Array>,
  columns: number,
): AsyncGenerator<readonly Buffer[]> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of body) {
    rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk])
    let at = 0
    for (let row = rowAt(rest, at, columns); row !== undefined; row = rowAt(rest, at, columns)) {
      yield row.cells
      at = row.end
    }
    rest = rest.subarray(at)
  }
  if (rest.length > 0) throw new Error('the answer ends within a row')
}

function rowAt(
  bytes: Buffer,
  from: number,
  columns: number,
): { readonly cells: readonly Buffer[]; readonly end: number } | undefined {
  const cells: Buffer[] = []
  let at = from
  while (cells.length < columns) {
    let [length, scale, more] = [0, 1, true]
    while (more) {
      const byte = bytes[at++]
      if (byte === undefined) return undefined
      length += (byte & 0x7f) * scale
      scale *= 0x80
      more = byte >= 0x80
    }
    if (at + length > bytes.length) return undefined
    cells.push(bytes.subarray(at, at + length))
    at += length
  }
  return { cells, end: at }
}

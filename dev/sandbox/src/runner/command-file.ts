/** Reads a file of workflow commands (`GITHUB_OUTPUT`, `GITHUB_STATE`): `name=value` and `name<<DELIMITER` blocks. */
export function readCommandFile(text: string): Readonly<Record<string, string>> {
  const lines = text.split(/\r?\n/)
  const values: Record<string, string> = {}
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? ''
    const block = /^([^=<]+)<<(.+)$/.exec(line)
    if (block?.[1] !== undefined) {
      const end = lines.indexOf(block[2] ?? '', i + 1)
      values[block[1]] = lines.slice(i + 1, end).join('\n')
      i = end
      continue
    }
    const equals = line.indexOf('=')
    if (equals > 0) values[line.slice(0, equals)] = line.slice(equals + 1)
  }
  return values
}

/** Shorter texts of `setup` hide nothing worth hiding, and stand in many a message. */
const SHORTEST = 4

/**
 * What DuckDB said, without what `setup` holds in quotes: it is where secrets are, and DuckDB repeats the statement that
 * failed, or the piece at which it stopped reading.
 */
export function hideSetup(said: string, setup: string): string {
  if (setup === '') return said
  const quoted = [...setup.matchAll(/'((?:[^']|'')*)'/g)].map(([, text = '']) => text.replaceAll("''", "'"))
  return quoted
    .filter(({ length }) => length >= SHORTEST)
    .sort((a, b) => b.length - a.length)
    .reduce((left, text) => left.replaceAll(text, '***'), withoutStatement(said))
}

function withoutStatement(said: string): string {
  return said.replaceAll(/\n*^LINE \d+: .*\n *\^ *$/gm, '').replaceAll(/ near "[^]*?"$/gm, ' near ***')
}

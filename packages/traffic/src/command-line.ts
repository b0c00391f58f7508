import { field, Unacceptable, type Field } from '@sluice/action'

/** A program and its arguments, one per line, or as a YAML list; never split at spaces and never given to a shell. */
export function commandLine(shape: string): Field<readonly string[]> {
  return field(`${shape}; one argument per line, or a list`, (given) => {
    const parts = given.startsWith('[') ? listIn(given) : given.split('\n').map((line) => line.trim())
    const line = parts.filter((part, i) => part !== '' || i > 0)
    if (line.length === 0 || line[0] === '') throw new Unacceptable('must contain the name of a program')
    return line
  })
}

/** A YAML list that holds numbers reaches us as JSON. */
function listIn(given: string): readonly string[] {
  try {
    const list: unknown = JSON.parse(given)
    if (Array.isArray(list) && list.every((item) => ['string', 'number', 'boolean'].includes(typeof item))) {
      return list.map(String)
    }
  } catch {
    // Falls through to the one message for everything that is not a list of words.
  }
  throw new Unacceptable('must be a list of words and numbers')
}

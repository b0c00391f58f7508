/** `node outputs.ts FILE.json`: prints an object of texts as `name=value` lines, as `$GITHUB_OUTPUT` takes them. */
import { readFileSync } from 'node:fs'

const [path] = process.argv.slice(2)
if (path === undefined) throw new Error('give the path of a JSON file')
const found: unknown = JSON.parse(readFileSync(path, 'utf8'))
if (typeof found !== 'object' || found === null || Object.keys(found).length === 0)
  throw new Error(`${path} must hold an object with at least one name, got ${JSON.stringify(found)}`)
for (const [name, value] of Object.entries(found)) {
  // A line break would let a value pose as another output.
  if (typeof value !== 'string' || /[\r\n]/.test(value) || !/^[\w-]+$/.test(name))
    throw new Error(`${path}: ${JSON.stringify(name)} must be one line of text, got ${JSON.stringify(value)}`)
  console.log(`${name}=${value}`)
}

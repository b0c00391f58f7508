/** `npm run bench -- NAME [ARGUMENTS]`: each bench is a module beside this one whose default export runs it. */
import { readdirSync } from 'node:fs'

const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && file !== 'main.ts')
  .map((file) => file.slice(0, -'.ts'.length))
const [name = '', ...args] = process.argv.slice(2)
if (names.includes(name)) {
  const bench = (await import(`./${name}.ts`)) as {
    readonly default: (args: readonly string[]) => Promise<void>
  }
  await bench.default(args)
} else {
  console.error(`usage: npm run bench -- NAME, one of: ${names.join(', ')}`)
  process.exitCode = 2
}

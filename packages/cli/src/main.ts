#!/usr/bin/env node
import { readFile } from 'node:fs/promises'
import { UserError } from '@sluice/action'
import { verbs } from './verbs.ts'

const [name = '', ...args] = process.argv.slice(2)
const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined
process.exitCode = verb === undefined ? help() : await run(await verb.load())

async function run(command: Awaited<ReturnType<NonNullable<typeof verb>['load']>>): Promise<number> {
  try {
    return await command(args, {
      stdout: (text) => void process.stdout.write(text),
      stderr: (text) => void process.stderr.write(text),
      readFile: async (path) => await readFile(path, 'utf8'),
    })
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    process.stderr.write(`${error.message}\n${error.hint}\n`)
    return 3
  }
}

/** The help text, on standard output when it was asked for, else as an error. */
function help(): number {
  const asked = name === 'help' || name === '--help' || name === '-h'
  const unknown = asked || name === '' ? '' : `sluice: ${JSON.stringify(name)} is not a verb\n\n`
  const width = Math.max(...Object.keys(verbs).map((word) => word.length))
  const lines = Object.entries(verbs).map(([word, { summary }]) => `  ${word.padEnd(width)}  ${summary}`)
  const text = `${unknown}usage: sluice VERB [ARGUMENTS]; sluice VERB --help tells more\n\n${lines.join('\n')}\n`
  ;(asked ? process.stdout : process.stderr).write(text)
  return asked ? 0 : 3
}

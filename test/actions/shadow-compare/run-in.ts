import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { entryOf } from '@sluice/sandbox'
import { ndjson } from '../../packages/shadow/worlds.ts'
import { root } from '../../support/files.ts'

const MAIN = entryOf(join(root, 'actions/shadow-compare'), 'dist/index.js', 'main')
const COMMON = {
  environment: 'production',
  service: 'search',
  config: '.github/sluice.yml',
  publish: '',
  'when-inconclusive': 'fail',
  'report-dir': 'sluice-report',
  'dry-run': 'false',
  'fail-step': 'true',
}

/** Runs the action as a runner would and returns what it wrote. */
export async function runIn(folder: string, inputs: Readonly<Record<string, string>>) {
  const output = join(folder, 'output')
  writeFileSync(output, '')
  const env = Object.fromEntries(
    Object.entries({ ...COMMON, ...inputs }).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
  )
  const child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env['PATH'],
      GITHUB_WORKSPACE: folder,
      GITHUB_OUTPUT: output,
      RUNNER_TEMP: folder,
      GITHUB_SHA: 'a'.repeat(40),
      ...env,
    },
  })
  let log = ''
  child.stdout.on('data', (text) => (log += String(text)))
  child.stderr.on('data', (text) => (log += String(text)))
  const code = await new Promise<number>((resolve) => child.on('close', (status) => resolve(status ?? -1)))
  const outputs = Object.fromEntries(
    [...readFileSync(output, 'utf8').matchAll(/^(.+?)<<(\S+)\n([\s\S]*?)\n\2$/gm)].map(
      ([, name, , value]) => [name, value],
    ),
  )
  return { code, log, outputs }
}

export const records = (n: number, v: (id: number) => unknown): string =>
  ndjson(Array.from({ length: n }, (_, id) => ({ id, v: v(id) })))

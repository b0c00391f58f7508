import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './compile.ts'
import type { Entry } from './sources.ts'

/** Where the build puts what the runner, or a thread, starts. */
const FILES = { main: 'index.js', post: 'post.js', worker: 'worker/index.js' } satisfies Record<Entry, string>

/** Starts a bundle as the runner would, with no inputs. ncc exits 0 on a bundle that dies at its first import. */
export async function startProblem(action: string, entry: Entry): Promise<readonly string[]> {
  const file = join(root, 'actions', action, 'dist', FILES[entry])
  if (!existsSync(file)) return [`${action}: ${entry} has no bundle`]
  const { code, output } = await start(file)
  const expected = entry === 'main' ? code === 1 && output.includes('is required') : code === 0
  return expected
    ? []
    : [`${action}: the bundle of ${entry} does not start (exit ${code}):\n${output.slice(0, 2000)}`]
}

function start(file: string): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [file], {
    env: {},
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 20_000,
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })))
}

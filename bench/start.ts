import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'

const RUNS = 21
const ACTIONS = ['bluegreen-swap', 'canary-step', 'promote-gate', 'shadow-compare']

/**
 * From process start to the first request of canary-step, as a ratio to `node -e 0` in the same run; the size of each
 * bundle, and how much of canary-step's is read until then.
 */
export default async function start(): Promise<void> {
  let arrived = (): void => undefined
  const server = createServer((_, response) => {
    arrived()
    response.writeHead(500).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const firstRequest = async (action: string, env: Readonly<Record<string, string>>): Promise<number> => {
    const began = performance.now()
    const file = join(import.meta.dirname, '../actions', action, 'dist/index.js')
    const child = spawn(process.execPath, [file], { env: { ...common(url), ...env }, stdio: 'ignore' })
    const ended = new Promise<never>((_, reject) =>
      child.on('close', () => reject(new Error(`${action} sent nothing`))),
    )
    await Promise.race([new Promise<void>((resolve) => (arrived = resolve)), ended])
    const took = performance.now() - began
    ended.catch(() => undefined)
    child.kill('SIGKILL')
    return took
  }
  const bare = async (): Promise<number> => {
    const began = performance.now()
    const child = spawn(process.execPath, ['-e', '0'], { env: {}, stdio: 'ignore' })
    await new Promise((resolve) => child.on('close', resolve))
    return performance.now() - began
  }
  const settings = canaryInputs(url)
  const pairs: { bare: number; canary: number }[] = []
  for (let i = 0; i < RUNS; i++)
    pairs.push({ bare: await bare(), canary: await firstRequest('canary-step', settings) })
  const read = await readUntilFirst((env) => firstRequest('canary-step', { ...settings, ...env }))
  server.close()
  server.closeAllConnections()
  const ratios = pairs.map(({ bare: b, canary: c }) => c / b)
  console.log(`node -e 0                        ${median(pairs.map((p) => p.bare)).toFixed(0)} ms`)
  console.log(`canary-step, first request       ${median(pairs.map((p) => p.canary)).toFixed(0)} ms`)
  console.log(`ratio, median of ${RUNS} pairs       ${median(ratios).toFixed(2)} (at most 6 wanted)`)
  console.log(`\nbundle            bytes of code   files`)
  for (const action of ACTIONS) {
    const sizes = codeOf(action)
    const all = sizes.reduce((sum, { bytes }) => sum + bytes, 0)
    console.log(`${action.padEnd(16)}  ${String(all).padStart(13)}   ${String(sizes.length).padStart(5)}`)
  }
  const own = codeOf('canary-step').filter(({ name }) => read.has(name))
  const bytes = own.reduce((sum, each) => sum + each.bytes, 0)
  console.log(`\ncanary-step reads ${bytes} bytes in ${own.length} files until its first request`)
}

/** The files of code of a bundle. */
function codeOf(action: string): readonly { readonly name: string; readonly bytes: number }[] {
  const dist = join(import.meta.dirname, '../actions', action, 'dist')
  return readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .map((name) => ({ name, bytes: statSync(join(dist, name)).size }))
}

/** Names of the files that are read in one run. */
async function readUntilFirst(
  run: (env: Readonly<Record<string, string>>) => Promise<number>,
): Promise<ReadonlySet<string>> {
  const folder = mkdtempSync(join(tmpdir(), 'start-'))
  const [hook, list] = [join(folder, 'hook.mjs'), join(folder, 'list')]
  const note = `appendFileSync(${JSON.stringify(list)}, url + '\\n')`
  writeFileSync(
    hook,
    `import { appendFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
registerHooks({ load: (url, context, next) => (${note}, next(url, context)) })`,
  )
  writeFileSync(list, '')
  await run({ NODE_OPTIONS: `--import ${pathToFileURL(hook).href}` })
  const names = readFileSync(list, 'utf8')
    .split('\n')
    .map((url) => basename(url))
  rmSync(folder, { recursive: true })
  return new Set(names)
}

function common(url: string): Record<string, string> {
  return {
    GITHUB_REPOSITORY: 'acme/shop',
    GITHUB_SHA: '0'.repeat(40),
    GITHUB_API_URL: url,
    GITHUB_RUN_ID: '1',
    INPUT_ENVIRONMENT: 'production',
    INPUT_SERVICE: 'shop',
    INPUT_CONFIG: 'none.yml',
    'INPUT_GITHUB-TOKEN': 'token',
    'INPUT_WHEN-INCONCLUSIVE': 'fail',
    'INPUT_REPORT-DIR': 'out',
    'INPUT_DRY-RUN': 'false',
    'INPUT_FAIL-STEP': 'true',
  }
}

function canaryInputs(url: string): Record<string, string> {
  return {
    INPUT_ROUTER: 'proxy',
    'INPUT_ROUTER-SETTINGS': `url: ${url}`,
    'INPUT_SOURCE-SETTINGS': `url: ${url}`,
    INPUT_METRICS: '- { name: errors, kind: proportion, events: a, trials: b, margin: 10% }',
    INPUT_LADDER: '5, 100',
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

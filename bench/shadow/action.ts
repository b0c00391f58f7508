import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

const ACTION = fileURLToPath(new URL('../../actions/shadow-compare', import.meta.url))
/**
 * Has a process say, when it ends, what it took at most, in KiB. Linux counts into `maxRSS` what the process that started
 * it had at that moment, which is this bench; `VmHWM` is its own.
 */
const TELL = `
  import { existsSync, readFileSync } from 'node:fs'
  const status = '/proc/self/status'
  process.on('exit', () => {
    const own = existsSync(status) ? /VmHWM:\\s*(\\d+)/.exec(readFileSync(status, 'utf8'))?.[1] : undefined
    process._rawDebug('peak ' + (own ?? process.resourceUsage().maxRSS))
  })`

interface Contract {
  readonly inputs: Readonly<Record<string, { readonly default?: unknown }>>
}

/** Seconds and memory of the committed bundle on two logs, from its start to its end, reports written and all. */
export function runAction(
  primary: string,
  candidate: string,
): { readonly seconds: number; readonly mebibytes: number } {
  const { inputs } = parse(readFileSync(join(ACTION, 'action.yml'), 'utf8')) as Contract
  const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-action-'))
  const file = (name: string): string => {
    writeFileSync(join(folder, name), name === 'event' ? '{}' : '')
    return join(folder, name)
  }
  const given: Readonly<Record<string, string>> = {
    service: 'bench',
    environment: 'bench',
    publish: 'summary',
    'fail-step': 'false',
    'github-token': '',
    primary,
    candidate,
  }
  const env = {
    PATH: process.env['PATH'],
    GITHUB_OUTPUT: file('output'),
    GITHUB_STEP_SUMMARY: file('summary'),
    GITHUB_ENV: file('env'),
    GITHUB_STATE: file('state'),
    GITHUB_EVENT_PATH: file('event'),
    GITHUB_EVENT_NAME: 'push',
    GITHUB_REPOSITORY: 'bench/bench',
    GITHUB_SHA: '0'.repeat(40),
    GITHUB_REF: 'refs/heads/main',
    GITHUB_RUN_ID: '1',
    GITHUB_JOB: 'bench',
    GITHUB_ACTOR: 'bench',
    GITHUB_SERVER_URL: 'http://127.0.0.1:9',
    GITHUB_API_URL: 'http://127.0.0.1:9',
    GITHUB_WORKSPACE: folder,
    RUNNER_TEMP: folder,
    ...Object.fromEntries(
      Object.entries(inputs).map(([name, input]) => [
        `INPUT_${name.toUpperCase()}`,
        given[name] ?? String(input.default ?? ''),
      ]),
    ),
  }
  const began = performance.now()
  const { stderr, stdout } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(TELL)}`, join(ACTION, 'dist/index.js')],
    { env, cwd: folder, encoding: 'utf8' },
  )
  const seconds = (performance.now() - began) / 1000
  const decided = /^decision[\s\S]*?(accept|reject)/m.test(readFileSync(join(folder, 'output'), 'utf8'))
  rmSync(folder, { recursive: true })
  const peak = /peak (\d+)/.exec(stderr)?.[1]
  if (!decided || peak === undefined) throw new Error(`the action did not decide:\n${stdout}\n${stderr}`)
  return { seconds, mebibytes: Number(peak) / 1024 }
}

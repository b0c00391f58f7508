import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { METRICS } from '../../../acceptance/support/canary.ts'
import { startArms, type Arms } from '../../../acceptance/support/arms.ts'
import { fakeRouter, type FakeRouter } from '../../../acceptance/support/router.ts'
import { root } from '../../../support/files.ts'

export const SHA = 'a'.repeat(40)

export interface TypedResult {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** A command line at work. */
export interface Typed {
  readonly child: ChildProcess
  readonly ended: Promise<TypedResult>
  /** Resolves once the log says this. */
  readonly says: (what: RegExp) => Promise<void>
}

export interface CliStage {
  readonly router: FakeRouter
  readonly arms: Arms
  readonly folder: string
  /** Options of a whole canary at this stage. */
  readonly options: readonly string[]
  readonly type: (words: readonly string[], env?: Readonly<Record<string, string>>) => Typed
  readonly typed: (words: readonly string[], env?: Readonly<Record<string, string>>) => Promise<TypedResult>
  readonly json: (words: readonly string[]) => Promise<Readonly<Record<string, unknown>>>
  readonly read: (path: string) => string
  readonly close: () => Promise<void>
}

/** Two versions, a router and an empty folder; no GitHub. */
export async function openCliStage(): Promise<CliStage> {
  const router = await fakeRouter(0)
  const arms = await startArms(router.weight, 60_000)
  const folder = mkdtempSync(join(tmpdir(), 'sluice-cli-'))
  const running = new Set<ChildProcess>()
  const type: CliStage['type'] = (words, env = {}) => {
    const args = [join(root, 'packages/cli/src/main.ts'), ...words]
    const child = spawn(process.execPath, args, {
      cwd: folder,
      env: { PATH: process.env['PATH'], USER: 'jane', ...env },
    })
    running.add(child)
    const waiting: { readonly what: RegExp; readonly done: () => void }[] = []
    let [out, err] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text
      for (const { what, done } of waiting) if (what.test(err)) done()
    })
    const ended = new Promise<TypedResult>((resolve) => {
      child.on('close', (code) => {
        running.delete(child)
        resolve({ code: code ?? -1, out, err })
      })
    })
    const says = async (what: RegExp): Promise<void> =>
      await new Promise((done, failed) => {
        if (what.test(err)) done()
        waiting.push({ what, done })
        void ended.then(() => failed(new Error(`the command ended without saying ${String(what)}:\n${err}`)))
      })
    return { child, ended, says }
  }
  const typed: CliStage['typed'] = async (words, env) => await type(words, env).ended
  return {
    router,
    arms,
    folder,
    options: [
      ...['--service', 'shop', '--sha', SHA, '--router', 'proxy'],
      ...['--router-settings', `url: ${router.url}`, '--source', 'scrape'],
      '--source-settings',
      `baseline-url: ${arms.url}/baseline/metrics\ncandidate-url: ${arms.url}/candidate/metrics`,
      ...['--metrics', METRICS, '--ladder', '5, 50, 100', '--interval', '250ms', '--max-wait', '100s'],
      // On a busy machine a look may find nothing for long.
      ...['--settle', '300ms', '--blind-for', '100s', '--grace', '100s'],
    ],
    type,
    typed,
    json: async (words) => {
      const { out, err } = await typed([...words, '--json'])
      if (out === '') throw new Error(`nothing was printed: ${err}`)
      return JSON.parse(out) as Readonly<Record<string, unknown>>
    },
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    close: async () => {
      for (const child of running) child.kill('SIGKILL')
      await Promise.all([router.close(), arms.close()])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runAction } from '@sluice/sandbox'

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

const FACTS = {
  repository: 'bench/bench',
  sha: '0'.repeat(40),
  apiUrl: 'http://127.0.0.1:9',
  serverUrl: 'http://127.0.0.1:9',
  token: '',
  eventName: 'push',
  event: {},
}

/** Seconds and memory of the committed bundle on two logs, from its start to its end, reports written and all. */
export async function measureAction(
  primary: string,
  candidate: string,
): Promise<{ readonly seconds: number; readonly mebibytes: number }> {
  const workspace = mkdtempSync(join(tmpdir(), 'sluice-bench-action-'))
  try {
    const began = performance.now()
    const { outputs, log } = await runAction({
      action: join(import.meta.dirname, '../../actions/shadow-compare'),
      workspace,
      facts: FACTS,
      with: {
        service: 'bench',
        environment: 'bench',
        publish: 'summary',
        'fail-step': 'false',
        primary,
        candidate,
      },
      env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(TELL)}` },
    })
    const seconds = (performance.now() - began) / 1000
    // Threads say it too when they end; the process ends last.
    const peak = [...log.matchAll(/peak (\d+)/g)].at(-1)?.[1]
    if (!/^(accept|reject)$/.test(outputs['decision'] ?? '') || peak === undefined)
      throw new Error(`the action did not decide:\n${log}`)
    return { seconds, mebibytes: Number(peak) / 1024 }
  } finally {
    rmSync(workspace, { recursive: true })
  }
}

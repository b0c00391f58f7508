import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { startSandbox, type Sandbox } from '@sluice/sandbox'
import { root } from '../../../support/files.ts'

let sandbox: Sandbox
const children: ChildProcess[] = []
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await sandbox?.close()
})

interface Served {
  readonly log: () => string
  readonly until: (words: string) => Promise<void>
  readonly stop: (signal: NodeJS.Signals) => Promise<number | null>
}

function serve(env: Readonly<Record<string, string>>): Served {
  const child = spawn(process.execPath, [join(root, 'packages/cli/src/main.ts'), 'gate', 'serve'], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  let log = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (log += chunk.toString()))
  return {
    log: () => log,
    until: async (words) => {
      while (!log.includes(words)) {
        if (child.exitCode !== null) throw new Error(`it ended: ${log}`)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },
    stop: async (signal) => {
      child.kill(signal)
      return await ended
    },
  }
}

test('`sluice gate serve` listens, looks at what waits, and ends in good order when it is told to', async () => {
  sandbox = await startSandbox()
  const app = sandbox.app({ slug: 'our-gate', account: 'acme' })
  sandbox.repository({ owner: 'acme', name: 'shop' })
  const secret = 'webhook-secret-0123456789'
  const served = serve({
    SLUICE_GATE_APP_ID: String(app.id),
    SLUICE_GATE_PRIVATE_KEY: app.privateKey.replaceAll('\n', '\\n'),
    SLUICE_GATE_WEBHOOK_SECRET: secret,
    SLUICE_GATE_API_URL: sandbox.url,
    SLUICE_GATE_HOST: '127.0.0.1',
    SLUICE_GATE_PORT: '0',
  })
  await served.until('"listening"')
  const port = /"port":(\d+)/.exec(served.log())?.[1] ?? ''
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200)
  expect(await served.stop('SIGTERM')).toBe(0)
  expect(served.log()).toContain('"stopped"')
  expect(served.log()).not.toMatch(/webhook-secret|PRIVATE KEY|ghs_/)
  for (const line of served.log().trim().split('\n'))
    expect(JSON.parse(line)).toMatchObject({ message: expect.any(String) as string })
})

test('names every setting that is missing or wrong, and none of the secrets', async () => {
  sandbox = await startSandbox()
  const served = serve({ SLUICE_GATE_PRIVATE_KEY: 'not-a-key-but-secret', SLUICE_GATE_RECONCILE: 'often' })
  expect(await served.stop('SIGCONT')).toBe(3)
  for (const name of ['APP_ID', 'PRIVATE_KEY', 'WEBHOOK_SECRET', 'RECONCILE'])
    expect(served.log()).toContain(`SLUICE_GATE_${name}`)
  expect(served.log()).not.toContain('not-a-key-but-secret')
})

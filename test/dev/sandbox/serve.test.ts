import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'

const SERVE = new URL('../../../dev/sandbox/src/serve.ts', import.meta.url).pathname

test('served as a program it says where it is, answers, and ends when told', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-'))
  const event = join(folder, 'event.json')
  const child = spawn(process.execPath, [SERVE, '--event', event], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  const about = JSON.parse(line) as Record<'url' | 'token' | 'repository' | 'sha', string>
  const response = await fetch(`${about.url}/repos/${about.repository}/commits/${about.sha}/check-runs`, {
    headers: { authorization: `Bearer ${about.token}` },
  })
  expect(await response.json()).toEqual({ total_count: 0, check_runs: [] })
  expect(JSON.parse(await readFile(event, 'utf8'))).toMatchObject({
    pull_request: { head: { sha: about.sha } },
  })
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
  await rm(folder, { recursive: true })
})

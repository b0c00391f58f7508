import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { createIo } from '@sluice/action'

const { exec } = createIo(new AbortController().signal)
const folder = mkdtempSync(join(tmpdir(), 'exec-'))
const never = new AbortController().signal
afterAll(() => rmSync(folder, { recursive: true }))

describe('exec', () => {
  test('passes arguments as they are, for there is no shell', async () => {
    const { stdout, code } = await exec('printf', ['%s', '$HOME; `id` "x"'], { signal: never })
    expect([stdout, code]).toEqual(['$HOME; `id` "x"', 0])
  })

  test('gives exit code and both outputs', async () => {
    const finished = await exec('sh', ['-c', 'cat; echo bad >&2; exit 3'], { signal: never, input: 'fed' })
    expect(finished).toEqual({ code: 3, stdout: 'fed', stderr: 'bad\n' })
  })

  test('says which program could not be started', async () => {
    await expect(exec('no-such-program', [], { signal: never })).rejects.toThrow(
      /no-such-program could not be run/,
    )
  })

  test('kills what is late, with all it started, so that nothing happens afterwards', async () => {
    const file = join(folder, 'late')
    const late = exec('sh', ['-c', `(sleep 0.6; touch ${file}) & wait`], { signal: never, timeoutMs: 100 })
    await expect(late).rejects.toMatchObject({ code: 'COMMAND_TIMED_OUT' })
    await delay(800)
    expect(existsSync(file)).toBe(false)
  })

  test('kills what is cancelled, and rejects with the reason of the cancellation', async () => {
    const controller = new AbortController()
    const running = exec('sleep', ['5'], { signal: controller.signal })
    setTimeout(() => controller.abort(new Error('cancelled')), 50)
    await expect(running).rejects.toThrow('cancelled')
  })
})

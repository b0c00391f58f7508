import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { createIo } from '@sluice/action'

const { exec, execToEnd } = createIo(new AbortController().signal)
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

  test('does not wait for what has left the group of the program and holds its output', async () => {
    const began = performance.now()
    const late = exec('sh', ['-c', 'setsid sleep 30 & sleep 30'], { signal: never, timeoutMs: 100 })
    await expect(late).rejects.toMatchObject({ code: 'COMMAND_TIMED_OUT' })
    expect(performance.now() - began).toBeLessThan(20_000)
  })

  test('kills what is cancelled, and rejects with the reason of the cancellation', async () => {
    const controller = new AbortController()
    const running = exec('sleep', ['5'], { signal: controller.signal })
    setTimeout(() => controller.abort(new Error('cancelled')), 50)
    await expect(running).rejects.toThrow('cancelled')
  })
})

describe('execToEnd', () => {
  test('passes arguments as they are, and gives exit code and both outputs', async () => {
    const script = 'printf "%s" "$1"; echo bad >&2; exit 3'
    const finished = await execToEnd('sh', ['-c', script, 'sh', '$HOME; `id` "x"'], { signal: never })
    expect(finished).toEqual({ code: 3, stdout: '$HOME; `id` "x"', stderr: 'bad\n' })
  })

  test('runs a program whose path has spaces', async () => {
    const path = join(folder, 'a program')
    writeFileSync(path, '#!/bin/sh\necho here\n', { mode: 0o755 })
    expect(await execToEnd(path, [], { signal: never })).toMatchObject({ code: 0, stdout: 'here\n' })
  })

  test('ends what it has begun when the job is cancelled, and begins nothing after that', async () => {
    const file = join(folder, 'whole')
    const controller = new AbortController()
    const running = execToEnd('sh', ['-c', `sleep 0.5; touch ${file}`], { signal: controller.signal })
    setTimeout(() => controller.abort(new Error('cancelled')), 50)
    expect(await running).toMatchObject({ code: 0 })
    expect(existsSync(file)).toBe(true)
    await expect(execToEnd('true', [], { signal: controller.signal })).rejects.toThrow('cancelled')
  })

  test('does not wait for ever, and says which program could not be started', async () => {
    await expect(execToEnd('sleep', ['2'], { signal: never, timeoutMs: 100 })).rejects.toMatchObject({
      code: 'COMMAND_TIMED_OUT',
    })
    await expect(execToEnd('no-such-program', [], { signal: never })).rejects.toThrow(
      /no-such-program could not be run/,
    )
  })
})

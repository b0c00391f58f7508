import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, test } from 'vitest'
import { listen } from '../acceptance/support/listen.ts'
import { tempDir } from '../servers/program.ts'
import { read, root } from '../support/files.ts'

const script = (name: string): string => join(root, 'test/e2e', name)

function run(name: string, ...args: readonly string[]) {
  return spawnSync(process.execPath, [script(name), ...args], { encoding: 'utf8' })
}

function outputsOf(content: string) {
  const dir = tempDir('outputs')
  try {
    writeFileSync(join(dir, 'world.json'), content)
    return run('outputs.ts', join(dir, 'world.json'))
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

describe('what the acceptance workflow starts and asks', () => {
  test('a world says where everything listens, under the names that the workflow reads, and ends when told', async () => {
    const world = spawn(process.execPath, [script('serve.ts'), '--candidate', 'medium'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = (await once(createInterface(world.stdout), 'line')) as [string]
    const lines = outputsOf(line).stdout.trim().split('\n')
    const names = lines.map((one) => one.slice(0, one.indexOf('=')))
    const asked = read('.github/workflows/acceptance.yml').matchAll(/steps\.world\.outputs\.(\w+)/g)
    expect(new Set(names)).toEqual(new Set([...asked].map((match) => match[1])))
    const admin = lines.find((one) => one.startsWith('admin='))?.slice('admin='.length) ?? ''
    expect(await weightOf(admin)).toBe('0\n')
    const pid = Number(lines.find((one) => one.startsWith('pid='))?.slice('pid='.length))
    expect(pid).toBe(world.pid)
    process.kill(pid)
    expect(await once(world, 'close')).toEqual([0, null])
  }, 60_000)

  test('a candidate that is not on offer is refused with those that are', () => {
    const { status, stderr } = run('serve.ts', '--candidate', 'huge')
    expect(status).not.toBe(0)
    expect(stderr).toContain('medium, extrasmall')
  })

  test.each(['{"url":"a\\nweight=100"}', '{"url":1}', '{"a b":"c"}', '{}', '[]', 'null', ''])(
    'outputs refuse %j, which could pose as another output or is none',
    (content) => {
      const { status, stdout } = outputsOf(content)
      expect(status).not.toBe(0)
      expect(stdout).toBe('')
    },
  )

  test('a proxy without a weight is an error, never a number', async () => {
    const proxy = await listen((_, response) => void response.end('{"weight":"100"}'))
    await expect(weightOf(proxy.url)).rejects.toThrow('answered 200')
    await proxy.close()
  })
})

/** Not by spawnSync: the proxy may live in this very process. */
async function weightOf(admin: string): Promise<string> {
  const child = spawn(process.execPath, [script('weight.ts'), admin], { stdio: ['ignore', 'pipe', 'pipe'] })
  let [out, problems] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (problems += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(problems)
  return out
}

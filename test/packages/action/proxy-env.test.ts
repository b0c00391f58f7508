import { spawn } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root } from '../../support/files.ts'

let proxy: Server
let target: Server
const tunnels: string[] = []
const portOf = (server: Server): number => (server.address() as AddressInfo).port

beforeAll(async () => {
  target = createServer((_, response) => response.end('answered'))
  proxy = createServer((request, response) => {
    tunnels.push(request.url ?? '')
    response.end('answered by the proxy')
  })
  proxy.on('connect', (request, client) => {
    tunnels.push(request.url ?? '')
    const upstream = connect(portOf(target), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n')
      upstream.pipe(client).pipe(upstream)
    })
  })
  for (const server of [target, proxy])
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => {
  for (const server of [target, proxy]) server.close()
})

/** Asks for a host that exists only behind the proxy. */
async function ask(env: Readonly<Record<string, string>>): Promise<string> {
  const code = `const { useProxyFromEnv } = await import(${JSON.stringify(join(root, 'packages/action/src/proxy-env.ts'))})
    await useProxyFromEnv(process.env)
    console.log(await fetch('http://metrics.invalid/').then((r) => r.text(), () => 'unreachable'))`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  await new Promise((resolve) => child.on('close', resolve))
  return output.trim()
}

test('requests go through the proxy that the environment names', async () => {
  expect(await ask({ HTTP_PROXY: `http://127.0.0.1:${portOf(proxy)}` })).toMatch(/^answered/)
  expect(tunnels.join()).toContain('metrics.invalid')
})

test('hosts in NO_PROXY do not, and nothing does without a proxy', async () => {
  const before = tunnels.length
  expect(await ask({ HTTP_PROXY: `http://127.0.0.1:${portOf(proxy)}`, NO_PROXY: 'metrics.invalid' })).toBe(
    'unreachable',
  )
  expect(await ask({})).toBe('unreachable')
  expect(tunnels).toHaveLength(before)
})

import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createHmac } from 'node:crypto'
import { signatureOf, startSandbox, type Sandbox, type SeededRepository } from '@sluice/sandbox'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

interface Received {
  readonly headers: Readonly<Record<string, unknown>>
  readonly raw: Buffer
}

const SECRET = 'correct horse'

describe('webhooks to Apps', () => {
  let sandbox: Sandbox
  let repository: SeededRepository
  let server: Server
  let received: Received[]
  let answer: number
  let appId: number
  beforeEach(async () => {
    received = []
    answer = 202
    server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        received.push({ headers: request.headers, raw: Buffer.concat(chunks) })
        response.writeHead(answer).end()
      })
    })
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    sandbox = await startSandbox()
    repository = sandbox.repository({ owner: 'acme', name: 'shop' })
    const { port } = server.address() as AddressInfo
    const { id } = sandbox.app({
      slug: 'gate',
      account: 'acme',
      permissions: { deployments: 'write', checks: 'read', actions: 'read' },
      events: ['deployment_protection_rule', 'check_run', 'deployment_status', 'workflow_job'],
      webhook: { url: `http://127.0.0.1:${port}/hook`, secret: SECRET },
    })
    appId = id
    repository.environment({ name: 'production', rules: [id] })
  })
  afterEach(async () => {
    await sandbox.settled()
    expect(sandbox.state.violations).toEqual([])
    await sandbox.close()
    server.close()
  })
  const events = () => received.map(({ headers }) => headers['x-github-event'])

  test('the signature is GitHub’s published vector', () => {
    expect(signatureOf("It's a Secret to Everybody", 'Hello, World!')).toBe(
      'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
    )
  })

  test('a waiting job asks the App that owns the rule, signed over the raw bytes', async () => {
    const run = repository.run({ environments: ['production'] })
    await sandbox.settled()
    const { headers, raw } = received[0] ?? { headers: {}, raw: Buffer.from('{}') }
    expect(headers['x-hub-signature-256']).toBe(
      `sha256=${createHmac('sha256', SECRET).update(raw).digest('hex')}`,
    )
    const callback = `${sandbox.url}/repos/acme/shop/actions/runs/${run.id}/deployment_protection_rule`
    expect(JSON.parse(raw.toString())).toMatchObject({
      action: 'requested',
      environment: 'production',
      deployment_callback_url: callback,
      deployment: { environment: 'production' },
      installation: {},
    })
    expect(events()).toEqual(['deployment_protection_rule', 'workflow_job'])
  })

  test('only Apps that are subscribed and permitted are told', async () => {
    const deaf = { permissions: { contents: 'read' }, events: ['workflow_job'] } as const
    sandbox.app({
      slug: 'deaf',
      account: 'acme',
      ...deaf,
      webhook: { url: 'http://127.0.0.1:9', secret: 's' },
    })
    repository.run({ environments: ['production'] })
    await sandbox.settled()
    expect(new Set(sandbox.state.deliveries.map((one) => one.appId))).toEqual(new Set([appId]))
  })

  test('inactive statuses are told to no one', async () => {
    const token = sandbox.token({ kind: 'user', login: 'rita' })
    const ask = async (path: string, body: object): Promise<unknown> => {
      const url = `${sandbox.url}/repos/acme/shop${path}`
      const headers = { authorization: `Bearer ${token}` }
      return await (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).json()
    }
    await ask('/deployments', { ref: 'main', required_contexts: [] })
    const id = sandbox.state.deployments('acme/shop')[0]?.id
    await ask(`/deployments/${id}/statuses`, { state: 'success' })
    await ask(`/deployments/${id}/statuses`, { state: 'inactive' })
    await sandbox.settled()
    expect(events()).toEqual(['deployment_status'])
  })

  test('a lost webhook stays lost, on record as failed', async () => {
    sandbox.inject({ match: { webhook: 'deployment_protection_rule' }, respond: 'drop' })
    repository.run({ environments: ['production'] })
    await sandbox.settled()
    expect(events()).toEqual(['workflow_job'])
    expect(sandbox.state.deliveries[0]).toMatchObject({ statusCode: 0, redelivery: false })
  })

  test('a redelivery carries the same delivery id and the same bytes', async () => {
    repository.run({ environments: ['production'] })
    await sandbox.settled()
    sandbox.redeliver(sandbox.state.deliveries[0]?.id ?? 0)
    await sandbox.settled()
    const [first, , again] = received
    expect(again?.headers['x-github-delivery']).toBe(first?.headers['x-github-delivery'])
    expect(again?.raw).toEqual(first?.raw)
    expect(sandbox.state.deliveries.map(({ redelivery }) => redelivery)).toEqual([false, false, true])
  })

  test('an answer other than 2xx is a failed delivery', async () => {
    answer = 500
    repository.run({ environments: ['production'] })
    await sandbox.settled()
    expect(sandbox.state.deliveries.map(({ statusCode }) => statusCode)).toEqual([500, 500])
  })
})

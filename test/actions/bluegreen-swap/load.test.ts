import { Agent, createServer, get, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startHaproxy } from '../../servers/haproxy.ts'
import { startNginx } from '../../servers/nginx.ts'
import { available, type Program } from '../../servers/program.ts'
import { openStage, type Stage } from './stage.ts'

const REQUESTS = 10_000
const PER_SECOND = 800

interface Arm {
  readonly url: string
  readonly lastAt: () => number
  readonly close: () => void
}

async function startArm(name: string): Promise<Arm> {
  let lastAt = 0
  const server: Server = createServer((request, response) => {
    if (request.url === '/load') lastAt = Date.now()
    response.setHeader('content-type', 'text/plain')
    response.end(name)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = (): void => {
    server.closeAllConnections()
    server.close()
  }
  return { url: `http://127.0.0.1:${port}`, lastAt: () => lastAt, close }
}

interface Answer {
  readonly at: number
  readonly colour: string
}

/** Sends requests on time, whatever became of the ones before; resolves with every answer, failures as empty colours. */
async function load(url: string): Promise<readonly Answer[]> {
  const agent = new Agent({ keepAlive: false })
  const answers: Promise<Answer>[] = []
  const began = performance.now()
  for (let sent = 0; sent < REQUESTS;) {
    const due = Math.min(REQUESTS, Math.ceil(((performance.now() - began) * PER_SECOND) / 1000))
    for (; sent < due; sent++) answers.push(ask(`${url}/load`, agent))
    await new Promise((resolve) => setTimeout(resolve, 4))
  }
  return await Promise.all(answers)
}

function ask(url: string, agent: Agent): Promise<Answer> {
  return new Promise((resolve) => {
    const failed = (): void => resolve({ at: Date.now(), colour: '' })
    get(url, { agent, timeout: 5000 }, (response) => {
      let body = ''
      response.on('data', (chunk: Buffer) => (body += chunk.toString()))
      response.on('end', () => resolve({ at: Date.now(), colour: response.statusCode === 200 ? body : '' }))
      response.on('error', failed)
    }).on('error', failed)
  })
}

type Router = Program & { readonly url: string; readonly settings: Readonly<Record<string, string>> }

const ROUTERS = [
  ['nginx', startNginx],
  ['haproxy', startHaproxy],
] as const satisfies readonly (readonly [
  string,
  (arms: { readonly baseline: string; readonly candidate: string }) => Promise<Router>,
])[]

let stage: Stage
let arms: readonly [Arm, Arm]
beforeEach(async () => {
  stage = await openStage()
  arms = [await startArm('blue'), await startArm('green')]
})
afterEach(async () => {
  for (const arm of arms) arm.close()
  await stage.close()
})

describe.each(ROUTERS)('%s under load', (name, start) => {
  test.runIf(available(name))(
    `${REQUESTS} requests at a constant rate during swap, watch and swap-back: none fails, and green gets none after it`,
    { timeout: 60_000 },
    async () => {
      const [blue, green] = arms
      const router = await start({ baseline: blue.url, candidate: green.url })
      try {
        const loading = load(router.url)
        const { outputs, log } = await stage.swap({
          router: name,
          'router-settings': JSON.stringify(router.settings),
          smoke: `url: ${green.url}`,
          // A limit that so short a watch can't prove: undecided, so everyone goes back although nothing broke.
          watch: `{ for: 3s, every: 500ms, probe: '${router.url}/probe', probe-rate: 50, probe-limit: 0.1% }`,
        })
        const backAt = Date.now()
        const answers = await loading
        expect(log).toContain('Moving traffic: 0 % to green')
        expect(outputs).toMatchObject({
          decision: 'swapped-back',
          reason: 'not_enough_data',
          'failed-probes': '0',
        })
        expect(answers.filter((answer) => answer.colour === '')).toHaveLength(0)
        expect(answers).toHaveLength(REQUESTS)
        expect(answers.filter((answer) => answer.colour === 'green').length).toBeGreaterThan(1000)
        expect(green.lastAt()).toBeLessThan(backAt)
        expect(answers.at(-1)?.colour).toBe('blue')
      } finally {
        await router.stop()
      }
    },
  )
})

import { Agent, createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One colour behind a router; it names itself in every answer and can be told to break. */
export interface Arm {
  readonly url: string
  /** When the last request of the load reached it, epoch milliseconds; 0 before any. */
  readonly lastAt: () => number
  /** From now on every second request is answered with 500. */
  readonly breakDown: () => void
  readonly close: () => void
}

export async function startArm(name: string): Promise<Arm> {
  let lastAt = 0
  let broken = false
  let answered = 0
  const server = createServer((request, response) => {
    if (request.url === '/load') lastAt = Date.now()
    const status = broken && answered++ % 2 === 0 ? 500 : 200
    response.writeHead(status, { 'content-type': 'text/plain' }).end(name)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    lastAt: () => lastAt,
    breakDown: () => void (broken = true),
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

export interface Answer {
  /** When the request was sent, epoch milliseconds. */
  readonly sentAt: number
  readonly endedAt: number
  /** 0 when there was no answer. */
  readonly status: number
  readonly colour: string
}

export interface Load {
  readonly perSecond: number
  /** Whether so many requests are all there shall be. */
  readonly enough: (sent: number) => boolean
}

/** Sends requests on time, whatever became of the ones before; resolves with every answer, in the order of sending. */
export async function load(url: string, { perSecond, enough }: Load): Promise<readonly Answer[]> {
  const agent = new Agent({ keepAlive: false })
  const answers: Promise<Answer>[] = []
  const began = performance.now()
  while (!enough(answers.length)) {
    const due = Math.ceil(((performance.now() - began) * perSecond) / 1000)
    while (answers.length < due && !enough(answers.length)) answers.push(ask(`${url}/load`, agent))
    await new Promise((resolve) => setTimeout(resolve, 4))
  }
  return await Promise.all(answers)
}

function ask(url: string, agent: Agent): Promise<Answer> {
  const sentAt = Date.now()
  return new Promise((resolve) => {
    const failed = (): void => resolve({ sentAt, endedAt: Date.now(), status: 0, colour: '' })
    get(url, { agent, timeout: 5000 }, (response) => {
      let colour = ''
      response.on('data', (chunk: Buffer) => (colour += chunk.toString()))
      response.on('end', () =>
        resolve({ sentAt, endedAt: Date.now(), status: response.statusCode ?? 0, colour }),
      )
      response.on('error', failed)
    }).on('error', failed)
  })
}

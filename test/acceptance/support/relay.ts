import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One request that passed, in the order in which they came; `answer` is missing while it is under way. */
export interface Passed {
  readonly to: string
  readonly method: string
  readonly path: string
  readonly body: string
  answer?: { readonly status: number; readonly body: string }
}

/** What a test does at a request: before it is passed on, and after its answer, which the asker gets only then. */
export interface RelayHooks {
  /** Changes what is passed on, as a server does that does not keep all that it is given. */
  readonly rewrite?: (passed: Passed) => string
  /** `number` counts from 1 over all servers. False: it is not passed on, and the asker gets no answer. */
  readonly before?: (passed: Passed, number: number) => boolean
  /** False: the asker gets no answer. */
  readonly after?: (passed: Passed, number: number) => boolean
}

/** Stands between one process and the servers that it asks. */
export interface Relay<Name extends string> {
  /** Where the process finds each server. */
  readonly urls: Readonly<Record<Name, string>>
  readonly passed: readonly Passed[]
  readonly close: () => Promise<void>
}

/** Opens one address for each server, on loopback. */
export async function openRelay<Name extends string>(
  servers: Readonly<Record<Name, string>>,
  hooks: RelayHooks = {},
): Promise<Relay<Name>> {
  const passed: Passed[] = []
  const opened = await Promise.all(
    Object.entries<string>(servers).map(async ([name, target]) => {
      const server = createServer((incoming, response) => {
        pass(name, new URL(target), incoming, response).catch(() => response.destroy())
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      return { name, server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
    }),
  )

  async function pass(
    to: string,
    target: URL,
    incoming: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const body = await textOf(incoming)
    const seen: Passed = { to, method: incoming.method ?? '', path: incoming.url ?? '/', body }
    const number = passed.push(seen)
    if (hooks.before?.(seen, number) === false) return void response.destroy()
    const answer = await answerOf(target, incoming, hooks.rewrite?.(seen) ?? body)
    const text = await textOf(answer)
    seen.answer = { status: answer.statusCode ?? 0, body: text }
    if (hooks.after?.(seen, number) === false) return void response.destroy()
    response.writeHead(seen.answer.status, answer.headers).end(text)
  }

  return {
    urls: Object.fromEntries(opened.map(({ name, url }) => [name, url])) as Record<Name, string>,
    passed,
    close: async () => {
      await Promise.all(
        opened.map(async ({ server }) => {
          server.closeAllConnections()
          await new Promise<void>((resolve) => void server.close(() => resolve()))
        }),
      )
    },
  }
}

async function answerOf(
  target: URL,
  { method, url, headers }: IncomingMessage,
  body: string,
): Promise<IncomingMessage> {
  return await new Promise((resolve, reject) => {
    const sent = { ...headers, host: target.host, 'content-length': String(Buffer.byteLength(body)) }
    const to = ask(
      {
        host: target.hostname,
        port: target.port,
        method,
        path: url,
        headers: method === 'GET' ? { ...headers, host: target.host } : sent,
      },
      resolve,
    )
    to.on('error', reject)
    to.end(body)
  })
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(Buffer.from(chunk as Uint8Array))
  return Buffer.concat(chunks).toString('utf8')
}

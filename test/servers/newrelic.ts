import { setTimeout as delay } from 'node:timers/promises'
import { startLoopback, type Loopback } from './loopback.ts'

export const NEW_RELIC_KEY = `NRAK-${'A'.repeat(27)}`

/** One NRQL query as New Relic understood it. */
export interface Nrql {
  readonly text: string
  /** What the text compares `version` with. */
  readonly arm: string
  readonly since: number
  readonly until: number
}

/** Rows by name, or the message of an error, which comes with status 200. */
export type NrqlAnswer =
  readonly Readonly<Record<string, unknown>>[] | { readonly message: string; readonly errorClass: string }

export interface NewRelicStandIn extends Loopback {
  readonly requests: { readonly queries: readonly string[] }[]
  /** Every answer from now on. */
  always?: {
    readonly status: number
    readonly body?: string
    readonly headers?: Readonly<Record<string, string>>
  }
  nulls: boolean
  lateMs: number
}

/**
 * NerdGraph's `actor.account.nrql` by its schema: the key, the shape of the GraphQL document, declared variables, timeouts
 * between 5 and 120 s, and for NRQL the order of its clauses and quotes. Errors of a query come with status 200 and a path.
 */
export async function startNewRelic(answer: (query: Nrql) => NrqlAnswer): Promise<NewRelicStandIn> {
  const requests: NewRelicStandIn['requests'] = []
  const server = await startLoopback(async (request, response) => {
    let body = ''
    for await (const piece of request) body += String(piece)
    const say = (status: number, data: unknown): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(data))
    if (request.method !== 'POST' || request.url !== '/graphql') return say(404, { message: 'not found' })
    const { query, variables } = JSON.parse(body) as {
      readonly query: string
      readonly variables: Readonly<Record<string, unknown>>
    }
    const fields = [...query.matchAll(/(q\d+): nrql\(query: \$(n\d+), timeout: (\d+)\) \{ results \}/g)]
    requests.push({ queries: fields.map(([, , name = '']) => String(variables[name])) })
    if (standIn.lateMs > 0 && requests.length % 2 === 1) await delay(standIn.lateMs)
    const { always } = standIn
    if (always !== undefined) return response.writeHead(always.status, always.headers).end(always.body)
    if (request.headers['api-key'] !== NEW_RELIC_KEY)
      return say(401, { errors: [{ message: 'Invalid API key' }] })
    const declared = fields.map(([, , name]) => `$${name}: Nrql!`).join(', ')
    const shape = `query ($account: Int!, ${declared}) { actor { account(id: $account) { ${fields.map(([all]) => all).join(' ')} } } }`
    if (query !== shape) return say(200, { errors: [{ message: `Syntax error: ${query}` }] })
    if (fields.some(([, , , seconds]) => Number(seconds) < 5 || Number(seconds) > 120))
      return say(200, { errors: [{ message: 'timeout must be from 5 to 120' }] })
    if (variables['account'] !== 1234)
      return say(200, {
        data: { actor: { account: null } },
        errors: [
          { message: 'Access denied', extensions: { errorClass: 'FORBIDDEN' }, path: ['actor', 'account'] },
        ],
      })
    const errors: unknown[] = []
    const account = Object.fromEntries(
      fields.map(([, alias = '', name = '']) => {
        const found = resultOf(String(variables[name]))
        if (Array.isArray(found)) return [alias, { results: found }]
        errors.push({ ...found, path: ['actor', 'account', alias] })
        return [alias, null]
      }),
    )
    say(200, { data: { actor: { account } }, ...(errors.length === 0 ? {} : { errors }) })
  })
  const resultOf = (text: string): readonly unknown[] | object => {
    const clauses =
      /^SELECT .+ FROM \w+ WHERE version = '((?:[^'\\]|\\.)*)'(?: AND (?:[^'\n]|'[^'\n]*')*)?(?: LIMIT (?:MAX|\d+))?\nSINCE (\d+) UNTIL (\d+)$/s.exec(
        text,
      )
    if (clauses === null)
      return { message: `NRQL Syntax Error: ${text}`, extensions: { errorClass: 'INVALID_INPUT' } }
    const [, arm = '', since, until] = clauses
    const found = answer({
      text,
      arm: arm.replaceAll(/\\(.)/g, '$1'),
      since: Number(since),
      until: Number(until),
    })
    if ('message' in found) return { message: found.message, extensions: { errorClass: found.errorClass } }
    if (!standIn.nulls) return found
    return found.map((row) => Object.fromEntries(Object.keys(row).map((key) => [key, null])))
  }
  const standIn: NewRelicStandIn = { ...server, requests, nulls: false, lateMs: 0 }
  return standIn
}

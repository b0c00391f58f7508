import type { Io } from '@sluice/action'
import type { compile, TreeInterpreter } from '@jmespath-community/jmespath'
import type { AbsentArm, QueryPart } from '@sluice/verdict'
import { jsonOf, type Budget, type Patience } from '../ask.ts'
import type { MetricQuery } from '../contract.ts'
import { askAuthorized, type RequestHeaders } from '../credentials.ts'
import { badQuery } from '../query-parts.ts'
import { absent, type Reading } from '../reading.ts'
import { turns } from '../turns.ts'
import type { Constant, HttpQuestion } from './text.ts'
import { readingOf } from './value.ts'

/** What to read: one part of one metric. */
export interface HttpPlace {
  readonly query: MetricQuery
  readonly part: QueryPart
  readonly question: HttpQuestion | Constant
}

/** The two halves of JMESPath; loaded only where this source is used. */
export interface Jmespath {
  readonly compile: typeof compile
  readonly TreeInterpreter: typeof TreeInterpreter
}

/** How the service is asked. */
export interface HttpAccess {
  readonly io: Io
  readonly headers: RequestHeaders
  readonly budget: Budget
}

type Expression = ReturnType<typeof compile>
type Json = Parameters<typeof TreeInterpreter.search>[1]

interface Document {
  readonly kind: 'json'
  readonly data: unknown
}

const AT_ONCE = 6

/** Compiles every expression once. Throws `BAD_QUERY` for one that is no JMESPath. */
export function compiled(
  { compile }: Jmespath,
  places: readonly HttpPlace[],
): ReadonlyMap<string, Expression> {
  const all = new Map<string, Expression>()
  for (const { query, part, question } of places) {
    if (question.kind === 'constant' || all.has(question.expression)) continue
    try {
      all.set(question.expression, compile(question.expression))
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      throw badQuery(query, `${part}: ${JSON.stringify(question.expression)} is no JMESPath: ${why}`)
    }
  }
  return all
}

/** One reading for every place. Requests with the same address and body are sent once. */
export async function readAnswers(
  { io, headers, budget }: HttpAccess,
  jmespath: Jmespath,
  places: readonly HttpPlace[],
  patience: Patience,
  signal: AbortSignal,
): Promise<readonly Reading[]> {
  const expressions = compiled(jmespath, places)
  const inTurn = turns(AT_ONCE)
  const answers = new Map<string, Promise<Document | AbsentArm>>()
  const answerTo = (question: HttpQuestion): Promise<Document | AbsentArm> => {
    const key = `${question.url}\n${question.body ?? ''}`
    const answer =
      answers.get(key) ??
      inTurn(async () => await documentAt(io, question, headers, patience, budget, signal))
    answers.set(key, answer)
    return answer
  }
  return await Promise.all(
    places.map(async ({ part, question }): Promise<Reading> => {
      if (question.kind === 'constant') return { kind: 'numbers', values: [question.value] }
      const answer = await answerTo(question)
      const expression = expressions.get(question.expression)
      if (answer.kind === 'absent' || expression === undefined)
        return answer.kind === 'absent' ? answer : absent('no_data')
      try {
        return readingOf(part, jmespath.TreeInterpreter.search(expression, answer.data as Json))
      } catch (error) {
        // A function that got another type than it takes, such as sum(null).
        return absent('source_refused', error instanceof Error ? error.message : String(error))
      }
    }),
  )
}

async function documentAt(
  io: Io,
  { url, body }: HttpQuestion,
  headers: RequestHeaders,
  patience: Patience,
  budget: Budget,
  signal: AbortSignal,
): Promise<Document | AbsentArm> {
  const address = new URL(url)
  // They travel as a header.
  address.username = ''
  address.password = ''
  const accept = { accept: 'application/json' }
  const request =
    body === undefined
      ? ({ url: address, method: 'GET', headers: accept } as const)
      : ({
          url: address,
          method: 'POST',
          headers: { ...accept, 'content-type': 'application/json' },
          body,
        } as const)
  const answer = await askAuthorized(io, headers, request, patience, budget, signal)
  return answer.kind === 'absent' ? answer : jsonOf(answer, 'the service')
}

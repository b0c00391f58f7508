import type { QueryPart } from '@sluice/verdict'
import type { MetricQuery } from '../contract.ts'
import { badQuery } from '../query-parts.ts'
import { armInExpression, armInJson, armInUrl, fillTemplate, type AskedTime } from './template.ts'

/** Where every request goes; `address` and `body` may hold placeholders. */
export interface HttpTemplate {
  readonly address: string
  readonly body: string | undefined
}

/** A number that stands in the text itself, such as the length of an interval. */
export interface Constant {
  readonly kind: 'constant'
  readonly value: number
}

/** One request and the JMESPath expression for its answer. */
export interface HttpQuestion {
  readonly kind: 'question'
  readonly url: string
  readonly body: string | undefined
  readonly expression: string
}

const ARROW = ' -> '
const ARM = /\$arm\b|\$\{arm(:[a-z]+)?\}/
const FROM = /\$from\b|\$\{from(:[a-z]+)?\}/
const TO = /\$to\b|\$\{to(:[a-z]+)?\}/

/** Whether the address or the body that all metrics share names the arm. */
export function namesArm({ address, body = '' }: HttpTemplate): boolean {
  return ARM.test(address) || ARM.test(body)
}

/**
 * A text is a number, an `EXPRESSION`, or `ADDRESS -> EXPRESSION` where the address begins with `/` or `?` and is put behind the shared
 * one. Throws `BAD_QUERY` where the request does not say which time it asks for: its answer would be about another one.
 */
export function questionFor(
  template: HttpTemplate,
  query: MetricQuery,
  part: QueryPart,
  moment: AskedTime,
): HttpQuestion | Constant {
  const text = (query[part] ?? '').trim()
  const constant = fillTemplate(text, moment, armInUrl)
  if (/^\d+(\.\d+)?$/.test(constant)) return { kind: 'constant', value: Number(constant) }
  const arrow = text.indexOf(ARROW)
  const own = /^[/?]/.test(text) && arrow > 0 ? text.slice(0, arrow).trim() : ''
  if (own === '' && /^[/?]/.test(text))
    throw badQuery(query, `${part}: write \`ADDRESS -> EXPRESSION\`, got ${JSON.stringify(text)}`)
  const expression = own === '' ? text : text.slice(arrow + ARROW.length).trim()
  const asked = `${template.address} ${own} ${template.body ?? ''}`
  if (!FROM.test(asked) || !TO.test(asked))
    throw badQuery(
      query,
      `${part}: the address or the body must contain $from and $to, or every interval is given the same answer`,
    )
  return {
    kind: 'question',
    url: fillTemplate(joined(template.address, own), moment, armInUrl),
    body: template.body === undefined ? undefined : fillTemplate(template.body, moment, armInJson),
    expression: fillTemplate(expression, moment, armInExpression(expression)),
  }
}

function joined(base: string, own: string): string {
  if (own === '') return base
  if (own.startsWith('?')) return base.includes('?') ? `${base}&${own.slice(1)}` : `${base}${own}`
  return `${base.replace(/\/$/, '')}${own}`
}

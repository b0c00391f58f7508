import {
  duration,
  field,
  optional,
  refuse,
  text,
  Unacceptable,
  withDefault,
  commandField,
  itemOf,
  itemsOf,
  textsField,
  wholeNumber,
} from '@sluice/action'
import type { Expectations } from './expectations.ts'

/** A request to the target, and everything that must be true of the answer. */
export interface HttpCheck extends Expectations {
  readonly kind: 'http'
  readonly name: string
  readonly url: string
  readonly method: string
  readonly body: string | undefined
  readonly send: Readonly<Record<string, string>>
  /** Days that the certificate must still be valid. */
  readonly tlsDays: number | undefined
  readonly withinMs: number
  readonly attempts: number
}

/** A program that must end with 0. */
export interface CommandCheck {
  readonly kind: 'command'
  readonly name: string
  readonly command: readonly string[]
  readonly withinMs: number
  readonly attempts: number
}

export type SmokeCheck = HttpCheck | CommandCheck

/** Statuses such as `200`, `2xx` or `200 204`. */
export const statusesField = field('status such as `200`, `2xx` or `200 204`', (given) => {
  const parts = given
    .replaceAll(/[[\],"]/g, ' ')
    .trim()
    .split(/\s+/)
  return parts.every((part) => /^[1-5](xx|\d\d)$/.test(part))
    ? parts
    : refuse('status such as `200`, `2xx` or `200 204`', given)
})

const attempts = field('whole number from 1 to 10', (given) =>
  /^([1-9]|10)$/.test(given) ? Number(given) : refuse('whole number from 1 to 10', given),
)

const common = {
  name: optional(text('name')),
  within: withDefault('5s', duration()),
  attempts: withDefault('1', attempts),
}
const httpFields = {
  ...common,
  url: text('address; `$colour` becomes the colour'),
  method: withDefault('GET', text('method')),
  body: optional(text('text')),
  status: withDefault('2xx', statusesField),
  send: withDefault('{}', textsField('mapping of headers to send')),
  json: withDefault('{}', textsField('mapping of JSON paths to expected values')),
  header: withDefault('{}', textsField('mapping of headers to expected values')),
  text: optional(text('text or `/pattern/` that the body must contain')),
  'tls-days': optional(wholeNumber({ min: 0 })),
}
const commandFields = { ...common, command: commandField() }

/** The `smoke` input: a YAML list of HTTP and command checks. */
export const smokeField = itemsOf('list of checks with `url` or `command`', decodeCheck)

function decodeCheck(item: unknown, path: string): SmokeCheck {
  if (typeof item === 'object' && item !== null && 'command' in item) {
    const { name, within, attempts: tries, command } = itemOf(commandFields, item, path)
    return { kind: 'command', name: name ?? command.join(' '), command, withinMs: within, attempts: tries }
  }
  const { name, within, attempts: tries, 'tls-days': tlsDays, ...http } = itemOf(httpFields, item, path)
  if (!URL.canParse(http.url.replaceAll('$colour', 'x'))) {
    throw new Unacceptable(`${path}.url: must be an address, got ${http.url}`)
  }
  return {
    kind: 'http',
    name: name ?? `${http.method} ${http.url}`,
    withinMs: within,
    attempts: tries,
    tlsDays,
    ...http,
  }
}

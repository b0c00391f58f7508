import type { JsonObject } from './json.ts'

const DOCS = 'https://docs.github.com/rest'

/** What GitHub answers when it will not do what was asked. */
export class Refusal extends Error {
  readonly status: number
  readonly body: JsonObject
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    message: string,
    more: JsonObject = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message)
    this.status = status
    this.body = { message, ...more, documentation_url: DOCS, status: String(status) }
    this.headers = headers
  }
}

export const notFound = (): Refusal => new Refusal(404, 'Not Found')

/** A 422 naming one field, in the shape of the description's `validation-error`. */
export function invalid(resource: string, field: string, message: string, code = 'custom'): Refusal {
  return new Refusal(422, 'Validation Failed', { errors: [{ resource, field, code, message }] })
}

import { UserError } from '@sluice/action'
import { binaryRows } from './rows.ts'
import type { ClickHouseSettings } from './settings.ts'

const TIMEOUT_MS = 3_600_000

/** Asks a ClickHouse server over HTTP for rows of texts. It may not write; an answer cut short is an error. */
export class ClickHouse {
  readonly #settings: ClickHouseSettings
  readonly #fetch: typeof globalThis.fetch
  readonly #signal: AbortSignal

  constructor(settings: ClickHouseSettings, fetch: typeof globalThis.fetch, signal: AbortSignal) {
    this.#settings = settings
    this.#fetch = fetch
    this.#signal = signal
  }

  async *rows(sql: string, columns: number): AsyncGenerator<readonly Buffer[]> {
    const response = await this.#ask(sql)
    if (!response.ok) throw failed(`${response.status}: ${(await response.text()).slice(0, 1000)}`)
    if (response.body === null) throw failed('nothing')
    try {
      yield* binaryRows(response.body, columns)
    } catch (error) {
      throw failed(reasonOf(error))
    }
  }

  async #ask(sql: string): Promise<Response> {
    const { url, user, password, database } = this.#settings
    const address = new URL(url)
    // readonly 2 forbids writing but lets table functions be used; the last waits, so that errors come as a status.
    const parameters = {
      readonly: '2',
      database,
      input_format_skip_unknown_fields: '1',
      wait_end_of_query: '1',
    }
    for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value)
    try {
      return await this.#fetch(address, {
        method: 'POST',
        body: sql,
        redirect: 'error',
        headers: {
          'x-clickhouse-user': user,
          ...(password === undefined ? {} : { 'x-clickhouse-key': password }),
        },
        signal: AbortSignal.any([this.#signal, AbortSignal.timeout(TIMEOUT_MS)]),
      })
    } catch (error) {
      throw new UserError(
        'ENGINE_UNREACHABLE',
        `clickhouse at ${url.origin} did not answer: ${reasonOf(error)}`,
        'Check that the address is the HTTP interface (port 8123) and that this machine can reach it.',
      )
    }
  }
}

function failed(what: string): UserError {
  return new UserError(
    'ENGINE_FAILED',
    `clickhouse answered ${what}`,
    'Check the names of the tables and columns.',
  )
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message : error.message
}

import type { Credential } from '../auth/credential.ts'
import type { Backend } from '../backend.ts'

/** One request as a route sees it: matched, authenticated and valid against the description. */
export interface ApiCall {
  readonly operation: string
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly body: unknown
  readonly credential: Credential
  /** Where this API answers, prefix included: `http://127.0.0.1:1234/api/v3`. */
  readonly api: string
  /** Path and query as sent, for Link headers. */
  readonly target: string
}

export interface ApiReply {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export type Route = (call: ApiCall, backend: Backend) => ApiReply
export type Routes = Readonly<Record<string, Route>>

/** Reads the body as the shape that the description has already checked it to be. */
export function decodeBody<Shape>(call: ApiCall): Shape {
  return call.body as Shape
}

export const ok = (body: unknown, headers?: Readonly<Record<string, string>>): ApiReply =>
  headers === undefined ? { status: 200, body } : { status: 200, body, headers }
export const created = (body: unknown): ApiReply => ({ status: 201, body })
export const noContent: ApiReply = { status: 204 }

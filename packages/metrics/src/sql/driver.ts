import { unlessAborted } from '@sluice/action'
import type { AbsentArm } from '@sluice/verdict'
import { absent } from '../reading.ts'

/** Nothing came back in time, by our own clock: drivers do not watch every exchange. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
}

/** The same, for so long at most; rejects with `NoAnswer` after that. */
export async function inTime<T>(work: Promise<T>, signal: AbortSignal, mostMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswer(`nothing came back for ${mostMs / 1000} s`)), mostMs)
  })
  try {
    return await Promise.race([unlessAborted(work, signal), late])
  } finally {
    clearTimeout(timer)
  }
}

/** Node's codes for certificates that do not prove who the server is. */
const CERTIFICATE = /CERT|UNABLE_TO_(VERIFY|GET_ISSUER)/

/** Why a connection with TLS did not come about; undefined where the reason is another one. */
export function tlsTrouble(where: string, code: string, said: string): AbsentArm | undefined {
  if (/does not support (SSL|secure)/i.test(said))
    return absent(
      'source_refused',
      `${where} does not offer TLS: set \`tls: off\` if the network between is yours`,
    )
  if (!CERTIFICATE.test(code) && !/certificate|altnames/i.test(said)) return undefined
  return absent(
    'source_refused',
    `the certificate of ${where} is not accepted: give the authority’s as \`ca\`, and the host by the name in it: ${said}`,
  )
}

/** The code and the words of an error, whatever was thrown. */
export function saidBy(error: unknown): { readonly code: string; readonly said: string } {
  const said = error instanceof Error ? error.message : String(error)
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  // Where several addresses were tried there is one error for each, and no words for all.
  const [first] = error instanceof AggregateError ? (error.errors as readonly unknown[]) : []
  if (said === '' && first instanceof Error) return { code, said: first.message }
  return { code, said: said === '' ? code : said }
}

import { createHash } from 'node:crypto'
import { quote, UserError, type Io } from '@sluice/action'
import { withoutCredentials } from '../address.ts'
import type { RouterParts } from '../contract.ts'
import { askHttp } from '../http.ts'
import { readIfThere, replaceFile } from '../owned-file.ts'
import { candidateOfTwo, shareText, toCandidate } from '../shares.ts'
import { flagIn, flagShare, shareInMetadata, withFlagShare, type FlagArms } from './flag.ts'

interface FlagdSettings extends FlagArms {
  readonly file: string
  /** Addresses of OFREP. */
  readonly urls: readonly URL[]
}

/** flagd sees the new file within milliseconds; a write does not wait longer than this until it shows it. */
const SHOWN_MS = 3_000
const POLL_MS = 50

interface FlagFile {
  readonly data: unknown
  readonly version: string
}

/** A file of flags that flagd watches; each flagd is asked what it serves. */
export function openFlags(io: Io, settings: FlagdSettings): Omit<RouterParts, 'can'> {
  const { file, urls, flag } = settings
  const current = async (): Promise<FlagFile> => {
    const text = await readIfThere(file).catch(notHere(file))
    if (text === undefined)
      throw new UserError('ROUTER_REFUSED', `${file} does not exist`, 'Is flagd on this machine?')
    return { data: parsed(text, file), version: digestOf(text) }
  }
  /** Waits a while until every flagd serves a share. Rejects where one does not answer: the file is written still. */
  const untilShown = async (weight: number, signal: AbortSignal): Promise<void> => {
    const end = io.now() + SHOWN_MS
    for (;;) {
      const served = await Promise.all(urls.map(async (url) => await servedBy(io, url, flag, signal)))
      if (served.every((share) => share === weight) || io.now() >= end) return
      await io.sleep(POLL_MS, signal)
    }
  }
  return {
    read: async (signal) => {
      signal.throwIfAborted()
      const { data, version } = await current()
      const wanted = flagShare(data, settings)
      const told = shareInMetadata(flagIn(data, settings))
      const parts = await Promise.all(
        urls.map(async (url) => {
          const served = await servedBy(io, url, flag, signal)
          // Where the file's metadata do not say its own share, someone else wrote it, and flagd's say nothing either.
          const share = told === wanted ? served : wanted
          return { name: withoutCredentials(url).host, share: share ?? wanted, isNow: share === wanted }
        }),
      )
      const mean =
        parts.length === 0 ? wanted : parts.reduce((sum, { share }) => sum + share, 0) / parts.length
      return {
        weight: toCandidate(Number(mean.toFixed(6))),
        wanted: toCandidate(wanted),
        pending: parts.some(({ isNow }) => !isNow),
        version,
        ...(parts.length > 1
          ? { parts: parts.map(({ name, share }) => ({ name, weight: toCandidate(share) })) }
          : {}),
      }
    },
    write: async (shares, { version }, signal) => {
      const weight = candidateOfTwo(shares)
      signal.throwIfAborted()
      const before = await current()
      if (version !== undefined && version !== before.version)
        throw new UserError(
          'ROUTER_CHANGED',
          `${file} was changed by someone else; it now gives the candidate ${shareText(flagShare(before.data, settings))}`,
          'Find out who changed it, then run the step again.',
        )
      const after = withFlagShare(before.data, settings, weight)
      const text = `${JSON.stringify(after, null, 2)}\n`
      await replaceFile(file, text).catch(notHere(file))
      // One that does not answer may still take the file.
      await untilShown(shareInMetadata(flagIn(after, settings)) ?? weight, signal)
      return { version: digestOf(text) }
    },
  }
}

/** The share that a flagd serves, by the metadata of an evaluation; undefined where they have none. */
async function servedBy(io: Io, url: URL, flag: string, signal: AbortSignal): Promise<number | undefined> {
  const address = new URL(
    `${url.pathname.replace(/\/$/, '')}/ofrep/v1/evaluate/flags/${encodeURIComponent(flag)}`,
    url,
  )
  address.username = url.username
  address.password = url.password
  const body = JSON.stringify({ context: { targetingKey: 'sluice' } })
  const { status, body: text } = await askHttp(
    io,
    address,
    { method: 'POST', headers: { 'content-type': 'application/json' }, body, signal },
    { who: 'flagd', hint: 'Is flagd running, and can this runner reach its OFREP address?' },
  )
  if (status === 200) return shareInMetadata(parsed(text, address.host))
  throw new UserError(
    status >= 500 ? 'ROUTER_UNREACHABLE' : 'ROUTER_REFUSED',
    `flagd at ${address.host} answered ${status}: ${quote(text.slice(0, 200))}`,
    'Is `url` the address of OFREP (port 8016), and does flagd know the flag?',
  )
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

function parsed(text: string, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UserError(
      'ROUTER_REFUSED',
      `${where} is not JSON: ${quote(text.slice(0, 100))}`,
      'Only JSON files of flags can be changed.',
    )
  }
}

function notHere(path: string): (cause: unknown) => never {
  return (cause) => {
    const said = cause instanceof Error ? cause.message : String(cause)
    throw new UserError('ROUTER_UNREACHABLE', `${path} cannot be used: ${said}`, 'Is flagd on this machine?')
  }
}

import { verify } from 'node:crypto'
import type { App } from '../model/index.ts'
import { Refusal } from '../server/refusal.ts'
import { isObject } from '../server/json.ts'

const MAX_LIFE_SECONDS = 600
const CLOCK_DRIFT_SECONDS = 60
const undecodable = (): Refusal => new Refusal(401, 'A JSON web token could not be decoded')

/** Finds the App that signed an RS256 token, or refuses in GitHub's words. */
export function verifyAppJwt(token: string, apps: Iterable<App>, nowMs: number): App {
  const [header = '', payload = '', signature = ''] = token.split('.')
  const claims = decodePart(payload)
  const app = [...apps].find((one) => String(one.id) === String(claims['iss']))
  if (decodePart(header)['alg'] !== 'RS256' || app?.publicKey === undefined) throw undecodable()
  const signed = Buffer.from(`${header}.${payload}`)
  if (!verify('RSA-SHA256', signed, app.publicKey(), Buffer.from(signature, 'base64url'))) throw undecodable()
  checkTimes(Number(claims['iat']), Number(claims['exp']), nowMs / 1000)
  return app
}

function decodePart(part: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
    if (isObject(value)) return value
  } catch {
    throw undecodable()
  }
  throw undecodable()
}

function checkTimes(issued: number, expires: number, now: number): void {
  if (!(issued <= now + CLOCK_DRIFT_SECONDS)) {
    throw new Refusal(401, "'Issued at' claim ('iat') must be an Integer representing a time in the past")
  }
  if (!(expires > now)) {
    throw new Refusal(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time",
    )
  }
  if (!(expires <= now + MAX_LIFE_SECONDS + CLOCK_DRIFT_SECONDS)) {
    throw new Refusal(401, "'Expiration time' claim ('exp') is too far in the future")
  }
}

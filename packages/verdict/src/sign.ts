import { seal } from './dsse.ts'
import type { SigningKey } from './keys.ts'
import { PAYLOAD_TYPE, statementOf } from './statement.ts'
import type { Verdict } from './verdict.ts'

/** One line of JSON: a DSSE envelope around an in-toto statement of the verdict. `now` is epoch milliseconds. */
export function signVerdict(verdict: Verdict, key: SigningKey, now: number): string {
  return JSON.stringify(seal(PAYLOAD_TYPE, Buffer.from(statementOf(verdict, now)), key))
}

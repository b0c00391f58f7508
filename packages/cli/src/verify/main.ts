import { parseArgs } from 'node:util'
import { UserError } from '@sluice/action'
import { rejudge } from '@sluice/compat'
import { renderTerminal } from '@sluice/report'
import { KeyRefused, readPublicKeys, verifyEnvelope, type VerifyingKey } from '@sluice/verdict'
import type { Command } from '../command.ts'

const USAGE = `usage: sluice verify --key PUBLIC.pem [--key OTHER.pem] VERDICT.signed.json

Checks signature, statement and the verdict's own arithmetic, judges its samples again, and shows it.
Exit code: 0 genuine and pass, 1 genuine and fail, 2 genuine and inconclusive, 3 refused or not readable.
`
const EXIT = { pass: 0, fail: 1, inconclusive: 2 } as const

/** Verifies a signed verdict as the gate would, save for what it is to be used for. */
export const verifyCommand: Command = async (args, io) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { key: { type: 'string', multiple: true }, help: { type: 'boolean' } },
  })
  const [path] = positionals
  if (values.help === true || path === undefined || values.key === undefined) {
    io.stdout(USAGE)
    return values.help === true ? 0 : 3
  }
  const keys = readKeys(await Promise.all(values.key.map(io.readFile)))
  const result = verifyEnvelope(await io.readFile(path), keys, rejudge)
  if (!result.ok) {
    io.stderr(`${path}: refused: ${result.refusal}: ${result.detail}\n`)
    return 3
  }
  const { verdict, signedBy, signedAt } = result
  io.stdout(`signed by ${signedBy} at ${new Date(signedAt).toISOString()}\n`)
  const framing = {
    decision: verdict.outcome,
    did: `was judged ${verdict.outcome}`,
    go: verdict.outcome === 'pass',
  }
  io.stdout(renderTerminal(verdict, framing))
  return EXIT[verdict.outcome]
}

function readKeys(texts: readonly string[]): readonly VerifyingKey[] {
  try {
    return texts.flatMap(readPublicKeys)
  } catch (error) {
    if (!(error instanceof KeyRefused)) throw error
    throw new UserError('BAD_KEY', error.message, 'Give the .pub file that `sluice keygen` wrote.')
  }
}

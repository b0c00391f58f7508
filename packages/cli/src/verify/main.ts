import { UserError } from '@sluice/action'
import { rejudge } from '@sluice/compat'
import { encode, KeyRefused, readPublicKeys, verifyEnvelope, type VerifyingKey } from '@sluice/verdict'
import { defineCommand } from '../command.ts'
import { EXIT_OF } from '../exit.ts'
import { showVerdict } from '../show-verdict.ts'

/** Verifies a signed verdict as the gate would, save for what it is to be used for. */
export const verifyCommand = defineCommand(
  {
    name: 'verify',
    about:
      'Checks the signature and the statement of a signed verdict, judges its samples again, and shows the result.',
    usage: ['--key PUBLIC.pub [--key OTHER.pub] VERDICT.signed.json'],
    options: { key: { value: 'FILE', about: 'public key that may have signed it', multiple: true } },
    operands: ['VERDICT.signed.json'],
    examples: ['verify --key sluice-signing.pub sluice-report/verdict.signed.json'],
    exits: '0 genuine and pass, 1 genuine and fail, 2 genuine and undecided, 3 refused, 4 could not',
  },
  async ({ key, json }, [path = ''], io) => {
    if (key.length === 0) {
      throw new UserError(
        'NO_KEY',
        'sluice verify: no public key was given.',
        'Give the .pub file that `sluice keygen` wrote with --key.',
      )
    }
    const keys = readKeys(await Promise.all(key.map(io.readFile)))
    const result = verifyEnvelope(await io.readFile(path), keys, rejudge)
    if (!result.ok) {
      throw new UserError(
        'SIGNATURE_REFUSED',
        `${path}: refused (${result.refusal}): ${result.detail}`,
        'Use the signed file that the action wrote, and the key that belongs to its `signing-key`.',
      )
    }
    const { verdict, signedBy, signedAt } = result
    const at = new Date(signedAt).toISOString()
    io.stdout(
      json
        ? `${JSON.stringify({ signedBy, signedAt: at, verdict: JSON.parse(encode(verdict)) as unknown })}\n`
        : `signed by ${signedBy} at ${at}\n${showVerdict(verdict)}`,
    )
    return EXIT_OF[verdict.outcome]
  },
)

function readKeys(texts: readonly string[]): readonly VerifyingKey[] {
  try {
    return texts.flatMap(readPublicKeys)
  } catch (error) {
    if (!(error instanceof KeyRefused)) throw error
    throw new UserError('BAD_KEY', error.message, 'Give the .pub file that `sluice keygen` wrote.')
  }
}

import { writeFile } from 'node:fs/promises'
import { UserError } from '@sluice/action'
import { generateKeys } from '@sluice/verdict'
import { defineCommand } from '../command.ts'

/** Writes a fresh signing key, readable by its owner only, and its public half; prints the ID of the key. */
export const keygenCommand = defineCommand(
  {
    name: 'keygen',
    about:
      'Makes an Ed25519 key pair for signing verdicts: NAME.key for the secret `signing-key`, NAME.pub for the gate policy. Existing files are never overwritten.',
    usage: ['[--out NAME]'],
    options: { out: { value: 'NAME', about: 'name of both files', fallback: 'sluice-signing' } },
    examples: ['keygen --out production'],
  },
  async ({ out, json }, _, io) => {
    const { id, privateKey, publicKey } = generateKeys()
    const files = { privateKey: `${out}.key`, publicKey: `${out}.pub` }
    await writeNew(files.privateKey, privateKey, 0o600)
    await writeNew(files.publicKey, publicKey, 0o644)
    io.stdout(
      json
        ? `${JSON.stringify({ id, ...files })}\n`
        : [
            `Made the key ${id}.`,
            `${files.privateKey}  private: store it as a secret of the environment that runs the canary`,
            `${files.publicKey}  public: add it to the gate policy\n`,
          ].join('\n'),
    )
    return 0
  },
)

async function writeNew(path: string, text: string, mode: number): Promise<void> {
  try {
    await writeFile(path, text, { mode, flag: 'wx' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    throw new UserError(
      'KEY_EXISTS',
      `${path} already exists.`,
      'Move it, or choose another name with --out.',
    )
  }
}

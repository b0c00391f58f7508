import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { UserError } from '@sluice/action'
import { generateKeys } from '@sluice/verdict'
import type { Command } from '../command.ts'

const USAGE = `usage: sluice keygen [--out NAME]

Makes an Ed25519 pair: NAME.key, for the secret \`signing-key\`, and NAME.pub, for the gate's policy.
NAME is sluice-signing unless given. Existing files are never overwritten.
`

/** Writes a fresh signing key, readable by its owner only, and its public half; prints the key's id. */
export const keygenCommand: Command = async (args, io) => {
  const { values } = parseArgs({
    args: [...args],
    options: { out: { type: 'string' }, help: { type: 'boolean' } },
  })
  if (values.help === true) {
    io.stdout(USAGE)
    return 0
  }
  const name = values.out ?? 'sluice-signing'
  const { id, privateKey, publicKey } = generateKeys()
  await writeNew(`${name}.key`, privateKey, 0o600)
  await writeNew(`${name}.pub`, publicKey, 0o644)
  io.stdout(
    `key ${id}\n${name}.key  private: keep it in a secret of the environment that runs the canary\n${name}.pub  public: put it into the gate policy\n`,
  )
  return 0
}

async function writeNew(path: string, text: string, mode: number): Promise<void> {
  try {
    await writeFile(path, text, { mode, flag: 'wx' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    throw new UserError(
      'KEY_EXISTS',
      `${path} is there already`,
      'Move it away, or give another name with --out.',
    )
  }
}

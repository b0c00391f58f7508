import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { createManifestPage, DEFAULTS, manifestOf, redeemManifestCode } from '@sluice/gate/app'
import { UserError } from '@sluice/action'
import type { CliIo } from '../command.ts'

/** Prints the page that creates the App. */
export function manifest(args: readonly string[], io: CliIo): number {
  const { values } = parseArgs({
    args: [...args],
    options: {
      url: { type: 'string' },
      name: { type: 'string' },
      organization: { type: 'string' },
      server: { type: 'string' },
    },
  })
  const { url, name = 'sluice-gate', organization, server = 'https://github.com' } = values
  if (url === undefined || !URL.canParse(url) || !url.startsWith('https://')) {
    throw new UserError(
      'NO_URL',
      '--url: must be the https:// address at which GitHub reaches the App',
      'Give it without a path, such as https://gate.example.com.',
    )
  }
  io.stdout(createManifestPage(manifestOf(url, name), server, organization))
  return 0
}

/** Writes the App's credentials as an environment file that only its owner can read. */
export async function credentials(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { out: { type: 'string' }, api: { type: 'string' } },
  })
  const [code] = positionals
  if (code === undefined)
    throw new UserError(
      'NO_CODE',
      'the code is missing',
      'It is in the address GitHub sent you back to: ?code=…',
    )
  const { appId, privateKey, webhookSecret } = await redeemManifestCode(
    code,
    values.api ?? DEFAULTS.apiUrl,
    fetch,
  )
  const out = values.out ?? 'gate.env'
  const lines = [
    `SLUICE_GATE_APP_ID=${appId}`,
    `SLUICE_GATE_PRIVATE_KEY=${privateKey.trim().replaceAll('\n', '\\n')}`,
    `SLUICE_GATE_WEBHOOK_SECRET=${webhookSecret}`,
  ]
  await writeFile(out, `${lines.join('\n')}\n`, { mode: 0o600, flag: 'wx' })
  io.stdout(`${out} holds the credentials of App ${appId}; GitHub does not show them again\n`)
  return 0
}

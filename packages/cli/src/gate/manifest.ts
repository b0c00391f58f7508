import { writeFile } from 'node:fs/promises'
import { createManifestPage, DEFAULTS, manifestOf, redeemManifestCode } from '@sluice/gate/app'
import { UserError } from '@sluice/action'
import { defineCommand } from '../command.ts'

/** Prints the page that creates the App. */
export const manifestCommand = defineCommand(
  {
    name: 'gate manifest',
    about: 'Prints a page with one button that creates the gate App at GitHub.',
    usage: ['--url URL [--name NAME] [--organization NAME]'],
    options: {
      url: { value: 'URL', about: 'https:// address at which GitHub reaches the App' },
      name: { value: 'NAME', about: 'name of the App', fallback: 'sluice-gate' },
      organization: { value: 'NAME', about: 'organization that will own the App; without it, you' },
      server: { value: 'URL', about: 'address of GitHub', fallback: 'https://github.com' },
    },
    examples: ['gate manifest --url https://gate.example.com --organization acme > create-app.html'],
    exits: '0 done, 3 wrong input',
  },
  ({ url, name, organization, server, json }, _, io) => {
    if (url === undefined || !URL.canParse(url) || !url.startsWith('https://')) {
      throw new UserError(
        'NO_URL',
        '--url must be the https:// address at which GitHub reaches the App.',
        'Give the address without a path, such as https://gate.example.com.',
      )
    }
    const manifest = manifestOf(url, name)
    io.stdout(json ? `${JSON.stringify(manifest)}\n` : createManifestPage(manifest, server, organization))
    return Promise.resolve(0)
  },
)

/** Writes the App's credentials as an environment file that only its owner can read. */
export const credentialsCommand = defineCommand(
  {
    name: 'gate credentials',
    about: "Exchanges the code that GitHub sent back for the App's credentials, and writes them to a file.",
    usage: ['CODE [--out FILE]'],
    options: {
      out: { value: 'FILE', about: 'file to write; it must not exist', fallback: 'gate.env' },
      api: { value: 'URL', about: "address of GitHub's API", fallback: DEFAULTS.apiUrl },
    },
    operands: ['CODE'],
    examples: ['gate credentials 4f1c0d'],
    exits: '0 done, 3 wrong input, 4 could not',
  },
  async ({ out, api, json }, [code = ''], io) => {
    const { appId, privateKey, webhookSecret } = await redeemManifestCode(code, api, fetch)
    const lines = [
      `SLUICE_GATE_APP_ID=${appId}`,
      `SLUICE_GATE_PRIVATE_KEY=${privateKey.trim().replaceAll('\n', '\\n')}`,
      `SLUICE_GATE_WEBHOOK_SECRET=${webhookSecret}`,
    ]
    await writeFile(out, `${lines.join('\n')}\n`, { mode: 0o600, flag: 'wx' })
    io.stdout(
      json
        ? `${JSON.stringify({ appId, file: out })}\n`
        : `Wrote the credentials of App ${appId} to ${out}. GitHub does not show them again.\n`,
    )
    return 0
  },
)

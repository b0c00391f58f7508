import type { Command } from '../command.ts'

const USAGE = `usage: sluice gate serve | manifest | credentials

  serve                    run the GitHub App that owns a deployment protection rule (settings from the environment)
  manifest --url URL [--name NAME] [--organization ORG] [--server URL]
                           print a page with one button that creates the App
  credentials CODE [--out FILE] [--api URL]
                           trade the code GitHub sent back for the App's credentials

docs/gate-app.md tells the whole story.
`

/** The gate App: run it, or create it at GitHub. */
export const gateCommand: Command = async ([verb = '', ...args], io) => {
  if (verb === 'serve') return await (await import('./serve.ts')).serve(io)
  if (verb === 'manifest') return (await import('./manifest.ts')).manifest(args, io)
  if (verb === 'credentials') return await (await import('./manifest.ts')).credentials(args, io)
  const asked = verb === '--help' || verb === '-h'
  ;(asked ? io.stdout : io.stderr)(USAGE)
  return asked ? 0 : 3
}

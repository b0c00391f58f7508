import { mapOfText } from '@sluice/action'
import type { Check } from '@sluice/report'
import { CHANGE_ME } from '../init/files.ts'
import { met, unknown, unmet } from './files.ts'

const PATIENCE_MS = 5_000

type Config = Readonly<Record<string, string>>

/** Whether every address in the settings answers from this machine; a runner may see more, or less. */
export async function checkAddresses(
  config: Config,
  fetch: typeof globalThis.fetch,
): Promise<readonly Check[]> {
  const addresses = ['router-settings', 'source-settings'].flatMap((name) => {
    const settings = mapOfText('settings').parse(config[name] ?? '{}')
    return Object.values(settings).filter(
      (value) => !value.includes(CHANGE_ME) && /^https?:\/\/[^\s]+$/.test(value) && URL.canParse(value),
    )
  })
  return await Promise.all([...new Set(addresses)].map(async (address) => await checkAddress(address, fetch)))
}

async function checkAddress(address: string, fetch: typeof globalThis.fetch): Promise<Check> {
  const name = `${new URL(address).host} answers from here`
  try {
    const { status } = await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS), redirect: 'manual' })
    return status === 401 || status === 403
      ? unknown(name, `It answers ${status}: check the token in the settings.`)
      : met(name)
  } catch {
    return unknown(name, 'It does not answer. That is no problem if only the runner can reach it.')
  }
}

/** What GitHub says about the repository; needs a token that may read it. */
export async function checkGitHub(
  repository: string,
  environment: string,
  {
    token,
    api,
    fetch,
  }: { readonly token: string; readonly api: string; readonly fetch: typeof globalThis.fetch },
): Promise<readonly Check[]> {
  const name = `environment ${environment} exists at GitHub`
  const headers = { authorization: `Bearer ${token}`, accept: 'application/vnd.github+json' }
  const address = `${api}/repos/${repository}/environments/${encodeURIComponent(environment)}`
  try {
    const answer = await fetch(address, { headers, signal: AbortSignal.timeout(PATIENCE_MS) })
    if (answer.status === 404) {
      return [unmet(name, `Create it in the settings of ${repository}, or check the token.`)]
    }
    if (!answer.ok) return [unknown(name, `GitHub answers ${answer.status}: check the token.`)]
    const { protection_rules: rules = [] } = (await answer.json()) as {
      readonly protection_rules?: readonly unknown[]
    }
    return [
      met(name),
      rules.length > 0
        ? met(`environment ${environment} has protection rules`)
        : unknown(
            `environment ${environment} has protection rules`,
            'Without a rule, any workflow may deploy to it.',
          ),
    ]
  } catch {
    return [unknown(name, 'GitHub does not answer.')]
  }
}

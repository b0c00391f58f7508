import { addressOf, headersOf } from '../address.ts'
import type { Source } from '../collect.ts'
import type { Ledger } from '../ledger.ts'
import { under, itemsUnder, textUnder, type InputPlace } from '../place.ts'
import { entry, type Entry } from '../release.ts'
import { filled, type Args } from './args.ts'

/** Where the values of a metric come from. */
export interface Provider {
  readonly source: Source
  readonly query: string
  readonly queryAt: InputPlace
}

/** The provider of a metric, if Sluice has a source for it; otherwise it is listed. */
export function providerOf(metric: InputPlace, args: Args, ledger: Ledger): Provider | undefined {
  const provider = under(metric, 'provider')
  const prometheus = under(provider, 'prometheus')
  const queryAt = under(prometheus, 'query')
  const text = textUnder(prometheus, 'query')
  if (prometheus !== undefined && queryAt !== undefined && text !== undefined)
    return { source: sourceOf(prometheus, args, ledger), query: filled(text, args), queryAt }
  const [[name] = ['no provider']] = provider?.entries ?? []
  const known = INSTEAD[name]
  ledger.left(
    metric,
    `The provider is \`${name}\`, and Sluice cannot translate its queries.`,
    known ?? 'Write the metric by hand: docs/metrics.md.',
  )
  return undefined
}

const INSTEAD: Readonly<Record<string, string>> = {
  datadog: 'Write it for the source `datadog`: docs/sources/datadog.md.',
  newRelic: 'Write it for the source `newrelic`: docs/sources/newrelic.md.',
  cloudWatch: 'Write it for the source `cloudwatch`: docs/sources/cloudwatch.md.',
  influxdb: 'Write it for the source `influxdb`: docs/sources/influxdb.md.',
  web: 'Use the source `http`: docs/sources/http.md.',
  job: 'Use the source `command`, or `smoke` of bluegreen-swap: docs/sources/command.md.',
  kayenta: 'Import the canary config of Kayenta itself.',
}

function sourceOf(prometheus: InputPlace, args: Args, ledger: Ledger): Source {
  const address = under(prometheus, 'address')
  const url = addressOf(address, filled(textUnder(address) ?? '', args), ledger)
  const timeout = textUnder(prometheus, 'timeout')
  if (timeout !== undefined) ledger.carried(under(prometheus, 'timeout'), 'source-settings.timeout')
  return {
    name: 'prometheus',
    settings: [
      entry('url', url),
      ...(timeout === undefined ? [] : [entry('timeout', `${timeout}s`)]),
      ...signing(prometheus, ledger),
      ...headersOf(
        itemsUnder(prometheus, 'headers').map((one) => ({
          place: one,
          key: textUnder(one, 'key'),
          value: filled(textUnder(one, 'value') ?? '', args),
        })),
        ledger,
      ),
    ],
  }
}

function signing(prometheus: InputPlace, ledger: Ledger): readonly Entry[] {
  const sigv4 = under(prometheus, 'authentication', 'sigv4')
  const oauth = under(prometheus, 'authentication', 'oauth2')
  const pairs = [
    ['region', 'aws-region', sigv4],
    ['roleArn', 'aws-role', sigv4],
    ['tokenUrl', 'oauth-url', oauth],
    ['clientId', 'oauth-client', oauth],
  ] as const
  const found = pairs.flatMap(([key, into, of]): Entry[] => {
    const value = textUnder(of, key)
    if (value === undefined) return []
    ledger.carried(under(of, key), `source-settings.${into}`)
    return [entry(into, value)]
  })
  const scopes = itemsUnder(oauth, 'scopes').flatMap((one) => textUnder(one) ?? [])
  if (scopes.length > 0) ledger.carried(under(oauth, 'scopes'), 'source-settings.oauth-scope')
  ledger.left(
    under(oauth, 'clientSecret'),
    'It is a secret.',
    'Give `oauth-secret` in the workflow, from a secret of GitHub.',
  )
  return [...found, ...(scopes.length === 0 ? [] : [entry('oauth-scope', scopes.join(' '))])]
}

import { setTimeout as delay } from 'node:timers/promises'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runToEnd, startProgram, tempDir, type Program } from './program.ts'

export interface PrometheusOptions {
  /** Samples from the past in OpenMetrics text (with timestamps, without `# EOF`), so that no test waits for scrapes. */
  readonly history?: string
  /** `host:port` of pages to scrape every second. */
  readonly targets?: readonly string[]
  /** Path before `/api`, as behind Mimir. */
  readonly prefix?: string
}

export interface Prometheus extends Program {
  /** Base address, without `/api`. */
  readonly url: string
}

/** A real Prometheus on a port of its own choice. Check `available('prometheus', 'promtool')` first. */
export async function startPrometheus(options: PrometheusOptions = {}): Promise<Prometheus> {
  const dir = tempDir('prometheus')
  const config = { global: { scrape_interval: '1s' }, scrape_configs: scrapeConfigs(options.targets ?? []) }
  writeFileSync(join(dir, 'prometheus.yml'), JSON.stringify(config))
  if (options.history !== undefined) {
    writeFileSync(join(dir, 'history.txt'), `${options.history}\n# EOF\n`)
    runToEnd('promtool', [
      'tsdb',
      'create-blocks-from',
      'openmetrics',
      join(dir, 'history.txt'),
      join(dir, 'data'),
    ])
  }
  const prefix = options.prefix ?? ''
  const args = [
    `--config.file=${join(dir, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(dir, 'data')}`,
    '--web.listen-address=127.0.0.1:0',
    ...(prefix === '' ? [] : [`--web.external-url=http://127.0.0.1${prefix}`]),
  ]
  let url = ''
  const program = await startProgram('prometheus', args, dir, async (output) => {
    const port = /msg="Listening on" address=127\.0\.0\.1:(\d+)/.exec(output())?.[1]
    if (port === undefined) return false
    url = `http://127.0.0.1:${port}${prefix}`
    return (await fetch(`${url}/-/ready`)).ok
  })
  return { ...program, url }
}

function scrapeConfigs(targets: readonly string[]): readonly object[] {
  return targets.length === 0 ? [] : [{ job_name: 'test', static_configs: [{ targets }] }]
}

/** One counter or gauge series as OpenMetrics lines: a value every `stepMs` from `from` on. */
export function seriesLines(series: string, from: number, stepMs: number, values: readonly number[]): string {
  return values.map((value, i) => `${series} ${value} ${((from + i * stepMs) / 1000).toFixed(3)}`).join('\n')
}

/** Until its second scrape a metric has no increase, and a rollout rightly does not begin. */
export async function scrapedTwice({ url }: Prometheus, metric: string): Promise<void> {
  const query = encodeURIComponent(`sum(increase(${metric}[1m]))`)
  for (let waited = 0; waited < 300; waited++) {
    const reply = await fetch(`${url}/api/v1/query?query=${query}`)
    const { data } = (await reply.json()) as { readonly data: { readonly result: readonly unknown[] } }
    if (data.result.length > 0) return
    await delay(200)
  }
  throw new Error(`Prometheus has not scraped ${metric} twice within a minute`)
}

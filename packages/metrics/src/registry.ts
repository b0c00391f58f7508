import { isOwnModule, quote, UserError, type Io } from '@sluice/action'
import type { MetricSource, SourceKind } from './contract.ts'
import { ownSource } from './own-source.ts'
import { cloudwatch } from './sources/cloudwatch.ts'
import { cloudwatchLogs } from './sources/cloudwatch-logs.ts'
import { commandSource } from './sources/command.ts'
import { datadog } from './sources/datadog.ts'
import { elasticsearch } from './sources/elasticsearch.ts'
import { file } from './sources/file.ts'
import { http } from './sources/http.ts'
import { influxdb } from './sources/influxdb.ts'
import { newrelic } from './sources/newrelic.ts'
import { prometheus } from './sources/prometheus.ts'
import { scrape } from './sources/scrape.ts'
import { sql } from './sources/sql.ts'

/** Every metric source there is; a new one is a file in sources/ and a name here. */
export const sources = {
  prometheus,
  scrape,
  datadog,
  cloudwatch,
  'cloudwatch-logs': cloudwatchLogs,
  newrelic,
  elasticsearch,
  influxdb,
  http,
  sql,
  command: commandSource,
  file,
} as const satisfies Record<string, SourceKind>

/** Opens a source by name, or by the path of a module of one's own, with what `memory()` of an earlier job returned; unknown names are refused with the list of those known, bad settings all at once. */
export function openSource(
  name: string,
  settings: Readonly<Record<string, string>>,
  io: Io,
  memory?: unknown,
): MetricSource {
  const kinds: Readonly<Record<string, SourceKind>> = sources
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined
  if (kind !== undefined) return kind.open(settings, io, memory)
  if (isOwnModule(name)) return ownSource(name, settings, io).open(settings, io, memory)
  throw new UserError(
    'BAD_INPUT',
    `source: must be one of ${Object.keys(kinds).join(', ')}, got ${quote(name)}`,
    'Fix `source`.',
  )
}

import { cloudEvents } from './cloud-events.ts'
import type { LogFormat } from './contract.ts'
import { csv } from './csv.ts'
import { envoyTap } from './envoy-tap.ts'
import { goreplay } from './goreplay.ts'
import { har } from './har.ts'
import { jsonArray } from './json-array.ts'
import { otlpLogs } from './otlp-logs.ts'
import { sagemaker } from './sagemaker.ts'

/** All formats but NDJSON, which needs no reading; of several that fit the first counts. */
export const FORMATS: readonly LogFormat[] = [
  csv,
  har,
  goreplay,
  sagemaker,
  cloudEvents,
  envoyTap,
  otlpLogs,
  jsonArray,
]

/** The format of a file by its name, or else by the text it begins with; undefined for one record on each line. */
export function formatOf(name: string, start: string): LogFormat | undefined {
  const lower = name.toLowerCase().replace(/\.(?:gz|zst)$/, '')
  return (
    FORMATS.find(({ endings }) => endings.some((ending) => lower.endsWith(`.${ending}`))) ??
    FORMATS.find(({ begins }) => begins?.(start) === true)
  )
}

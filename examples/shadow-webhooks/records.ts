import { readFileSync } from 'node:fs'
import { join } from 'node:path'

interface Event {
  readonly name: string
  readonly examples: readonly unknown[]
}

/** The webhook payloads of one GitHub, from the folder of `@octokit/webhooks-examples`, as records to compare. */
export function payloads(folder: string, origin: 'api.github.com' | 'ghes-31'): string {
  const events = JSON.parse(readFileSync(join(folder, origin, 'index.json'), 'utf8')) as readonly Event[]
  return events
    .flatMap(({ name, examples }) =>
      examples.map((payload, k) => `${JSON.stringify({ id: `${name}-${k}`, payload })}\n`),
    )
    .join('')
}

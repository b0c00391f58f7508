import type { Fields } from '@sluice/action'
import { sources } from '@sluice/metrics'
import { routers } from '@sluice/traffic'
import { readActionYml } from './action-tables.ts'
import { table } from './markers.ts'

type Registry = Readonly<Record<string, { readonly summary: string; readonly settings: Fields }>>

/** One row for each action that is there: the README's table. */
export function actionsTable(root: string, actions: readonly string[]): string {
  const rows = actions.map((action) => [
    `[\`${action}\`](actions/${action}/README.md)`,
    readActionYml(root, action).description.trim(),
  ])
  return table(['action', 'what it does'], rows)
}

/** The settings tables of docs/sources.md and docs/routers.md, from the registries themselves. */
export async function registryTables(): Promise<readonly (readonly [string, ReadonlyMap<string, string>])[]> {
  return await Promise.resolve([
    ['docs/sources.md', new Map([['sources', settingsTables(sources)]])],
    ['docs/routers.md', new Map([['routers', settingsTables(routers)]])],
  ])
}

function settingsTables(registry: Registry): string {
  return Object.entries(registry)
    .map(([name, { summary, settings }]) => {
      const rows = Object.entries(settings).map(([key, field]) => [
        `\`${key}\``,
        field.shape,
        defaultOf(field),
      ])
      return `### \`${name}\`\n\n${summary}\n\n${table(['setting', 'shape', 'default'], rows)}`
    })
    .join('\n\n')
}

function defaultOf({ whenBlank, fallback }: Fields[string]): string {
  if (whenBlank === undefined) return '**required**'
  return fallback === undefined ? '' : `\`${fallback}\``
}

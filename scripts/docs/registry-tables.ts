import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
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

/** The settings tables, from the registries themselves: on a page of its own, else in docs/sources.md or docs/routers.md. */
export function registryTables(root: string): readonly (readonly [string, ReadonlyMap<string, string>])[] {
  return Object.entries({ sources, routers }).flatMap(([kind, registry]: [string, Registry]) => {
    const all = Object.entries(registry)
    const apart = all.filter(([name]) => existsSync(join(root, pageOf(kind, name))))
    const together = all.filter(([name]) => !apart.some(([one]) => one === name))
    const shared =
      together.length === 0 ? [] : [[`docs/${kind}.md`, new Map([[kind, settingsTables(together)]])] as const]
    return [
      ...shared,
      ...apart.map(
        ([name, { settings }]) =>
          [pageOf(kind, name), new Map([['settings', settingsTable(settings)]])] as const,
      ),
    ]
  })
}

function pageOf(kind: string, name: string): string {
  return `docs/${kind}/${name}.md`
}

function settingsTables(kinds: readonly (readonly [string, Registry[string]])[]): string {
  return kinds
    .map(([name, { summary, settings }]) => `### \`${name}\`\n\n${summary}\n\n${settingsTable(settings)}`)
    .join('\n\n')
}

function settingsTable(settings: Fields): string {
  const rows = Object.entries(settings).map(([key, field]) => [`\`${key}\``, field.shape, defaultOf(field)])
  return table(['setting', 'shape', 'default'], rows)
}

function defaultOf({ whenBlank, fallback }: Fields[string]): string {
  if (whenBlank === undefined) return '**required**'
  return fallback === undefined ? '' : `\`${fallback}\``
}

interface Platform {
  readonly gives?: string
  readonly can?: string
  readonly tried: string
  readonly api: string
  /** The test that tried it. */
  readonly tests: string
}

/** The README's tables of sources and routers. Throws where one has no row, a row has no owner, or its test is gone. */
export function platformTables(root: string): ReadonlyMap<string, string> {
  const file = join(root, 'scripts/docs/platforms.yml')
  const told = parse(readFileSync(file, 'utf8')) as Readonly<
    Record<'sources' | 'routers', Readonly<Record<string, Platform>>>
  >
  const tableOf = (
    registry: Registry,
    rows: Readonly<Record<string, Platform>>,
    page: string,
    does: string,
  ) => {
    const names = new Set([...Object.keys(registry), ...Object.keys(rows)])
    for (const name of names) {
      const row = rows[name]
      if (registry[name] === undefined)
        throw new Error(`platforms.yml: ${name} has a row but is not registered`)
      if (row === undefined) throw new Error(`platforms.yml: ${name} has no row`)
      if (!existsSync(join(root, row.tests)))
        throw new Error(`platforms.yml: the test of ${name}, ${row.tests}, does not exist`)
    }
    return table(
      [page.replace(/s$/, ''), does, 'interface', 'tested with'],
      Object.keys(registry).map((name) => {
        const { gives, can, tried = '', api = '', tests = '' } = rows[name] ?? {}
        const own = pageOf(`${page}s`, name)
        const link = existsSync(join(root, own)) ? own : `docs/${page}s.md#${name}`
        return [`[\`${name}\`](${link})`, gives ?? can ?? '', api, `[${tried}](${tests})`]
      }),
    )
  }
  return new Map([
    ['sources', tableOf(sources, told.sources, 'source', 'gives')],
    ['routers', tableOf(routers, told.routers, 'router', 'can do')],
  ])
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Fields } from '@sluice/action'
import { table } from './markers.ts'

export interface ActionYml {
  readonly name: string
  readonly description: string
  readonly inputs: Readonly<
    Record<string, { readonly description: string; readonly required?: boolean; readonly default?: string }>
  >
  readonly outputs: Readonly<Record<string, { readonly description: string }>>
  readonly runs: {
    readonly using: string
    readonly main: string
    readonly post?: string
    readonly 'post-if'?: string
  }
}

export function readActionYml(root: string, action: string): ActionYml {
  return parse(readFileSync(join(root, 'actions', action, 'action.yml'), 'utf8')) as ActionYml
}

/** The tables of an action's README: words from action.yml, shapes from the parsers. */
export async function actionTables(root: string, action: string): Promise<ReadonlyMap<string, string>> {
  const { inputs, outputs } = readActionYml(root, action)
  const code = (await import(join(root, 'actions', action, 'src/inputs.ts'))) as { readonly inputs: Fields }
  const inputRows = Object.entries(inputs).map(([name, input]) => [
    `\`${name}\``,
    code.inputs[name]?.shape ?? '',
    defaultOf(input, code.inputs[name]?.fallback),
    input.description.trim(),
  ])
  const outputRows = Object.entries(outputs).map(([name, output]) => [
    `\`${name}\``,
    output.description.trim(),
  ])
  return new Map([
    ['inputs', table(['input', 'shape', 'default', 'meaning'], inputRows)],
    ['outputs', table(['output', 'meaning'], outputRows)],
  ])
}

function defaultOf(
  input: { readonly required?: boolean; readonly default?: string },
  fallback: string | undefined,
): string {
  if (input.required === true) return '**required**'
  const given = input.default ?? fallback ?? ''
  return given === '' ? '' : `\`${given.trim().replaceAll('\n', ', ')}\``
}

/** A module for the command line: what each input of each action means, in the words of its action.yml. */
export function meaningsModule(root: string, actions: readonly string[]): string {
  const meanings = Object.fromEntries(
    actions.map((action) => [
      action,
      Object.fromEntries(
        Object.entries(readActionYml(root, action).inputs).map(([name, { description }]) => [
          name,
          description.trim(),
        ]),
      ),
    ]),
  )
  return `/** What the inputs of the actions mean; written by \`npm run docs\` from each action.yml. */
export const INPUT_MEANINGS: Readonly<Record<string, Readonly<Record<string, string>>>> = ${JSON.stringify(meanings)}
`
}

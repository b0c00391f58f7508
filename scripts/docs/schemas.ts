import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Fields } from '@sluice/action'
import { metricsSchema } from '@sluice/compat'
import { policyFields } from '@sluice/gate'
import { verdictSchema } from '@sluice/verdict'
import { readActionYml } from './action-tables.ts'

type JsonSchema = Readonly<Record<string, unknown>>

const DRAFT = 'http://json-schema.org/draft-07/schema#'

/** JSON Schemas for editors, made from what the parsers read: path below the project, and the schema. */
export async function schemas(
  root: string,
  actions: readonly string[],
): Promise<ReadonlyMap<string, object>> {
  return new Map<string, object>([
    ['docs/schema/metrics.schema.json', metricsSchema()],
    ['docs/schema/verdict.schema.json', verdictSchema()],
    ['docs/schema/sluice.schema.json', await configSchema(root, actions)],
    ['docs/schema/gate.schema.json', gateSchema()],
  ])
}

/** `.github/sluice.yml`: the inputs of all actions that read it; no input that a pull request must not change. */
async function configSchema(root: string, actions: readonly string[]): Promise<JsonSchema> {
  const properties: Record<string, JsonSchema> = {}
  for (const action of actions) {
    const path = join(root, 'actions', action, 'src/inputs.ts')
    if (!existsSync(path)) continue
    const { inputs, contract } = (await import(path)) as Inputs
    if (contract?.config !== true) continue
    const { inputs: told } = readActionYml(root, action)
    for (const [name, field] of Object.entries(inputs)) {
      if (field.trusted === true || name === 'config') continue
      properties[name] ??= property(field.shape, told[name]?.description.trim() ?? '', field.fallback)
    }
  }
  // `metrics` may be a list, or a text that holds one.
  properties['metrics'] = {
    ...properties['metrics'],
    anyOf: [{ $ref: 'metrics.schema.json' }, { type: 'string' }],
  }
  const settings = { type: 'object', properties, additionalProperties: false }
  return {
    $schema: DRAFT,
    title: 'Settings of Sluice in .github/sluice.yml',
    ...settings,
    properties: {
      ...properties,
      services: {
        description: 'Settings that override those above for one service.',
        type: 'object',
        additionalProperties: settings,
      },
    },
  }
}

interface Inputs {
  readonly inputs: Fields
  readonly contract?: { readonly config?: boolean }
}

function gateSchema(): JsonSchema {
  const fields = Object.entries(policyFields)
  return {
    $schema: DRAFT,
    title: 'Policy of the Sluice gate in .github/sluice-gate.yml',
    type: 'object',
    properties: Object.fromEntries(
      fields.map(([name, { shape, fallback }]) => [name, property(shape, '', fallback)]),
    ),
    // `require` may be left to the policy of the organization.
    minProperties: 1,
    additionalProperties: false,
  }
}

function property(shape: string, description: string, fallback: string | undefined): JsonSchema {
  return {
    description: [description, `Accepts: ${shape}.`].filter((part) => part !== '').join(' '),
    ...(fallback === undefined ? {} : { default: fallback }),
  }
}

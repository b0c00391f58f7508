import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { Fields } from '@sluice/action'
import { readActionYml } from '../../scripts/docs/action-tables.ts'
import { actionNames } from '../support/actions.ts'
import { root } from '../support/files.ts'

const actions = actionNames()
const contracts = new Map(
  await Promise.all(
    actions.map(async (action) => {
      const code: unknown = await import(pathToFileURL(join(root, 'actions', action, 'src/inputs.ts')).href)
      return [action, code as { readonly inputs: Fields; readonly outputs: readonly string[] }] as const
    }),
  ),
)

describe.each(actions)('%s', (action) => {
  const yml = readActionYml(root, action)
  const contract = contracts.get(action)

  test('declares exactly the inputs that the code reads, in the same order', () => {
    expect(Object.keys(yml.inputs)).toEqual(Object.keys(contract?.inputs ?? {}))
  })

  test('declares exactly the outputs that the code writes, in the same order', () => {
    expect(Object.keys(yml.outputs)).toEqual(contract?.outputs)
  })

  test('has only defaults that its parsers accept', () => {
    const refused = Object.entries(yml.inputs).filter(([name, { default: given }]) => {
      if (given === undefined || given.includes('${{')) return false
      try {
        contract?.inputs[name]?.parse(given)
        return false
      } catch {
        return true
      }
    })
    expect(refused).toEqual([])
  })

  test('requires no input that has a default, and has an answer for every other blank one', () => {
    for (const [name, input] of Object.entries(yml.inputs)) {
      if (input.required === true) expect(input.default).toBeUndefined()
      if (input.required === true) expect(contract?.inputs[name]?.whenBlank, name).toBeUndefined()
    }
  })

  test('describes every input and output in a sentence', () => {
    for (const [name, { description }] of [...Object.entries(yml.inputs), ...Object.entries(yml.outputs)]) {
      expect(description.trim(), name).toMatch(/^[`A-Z].*\.$/s)
    }
  })

  test('runs on node24 from bundles that are there', () => {
    expect(yml.runs.using).toBe('node24')
    expect(existsSync(join(root, 'actions', action, yml.runs.main))).toBe(true)
    const post = existsSync(join(root, 'actions', action, 'src/post.ts'))
    expect(yml.runs.post).toBe(post ? 'dist/post.js' : undefined)
    if (post) expect(yml.runs['post-if']).toBe('always()')
  })
})

test('an input of the same name has the same words in every action', () => {
  const words = new Map<string, Set<string>>()
  for (const action of actions) {
    for (const [name, { description }] of Object.entries(readActionYml(root, action).inputs)) {
      words.set(name, (words.get(name) ?? new Set()).add(description))
    }
  }
  expect(
    [...words].filter(([name, said]) => said.size > 1 && COMMON.has(name)).map(([name]) => name),
  ).toEqual([])
})

const COMMON = new Set([
  'environment',
  'service',
  'artifact',
  'config',
  'sha',
  'github-token',
  'when-inconclusive',
  'report-dir',
  'signing-key',
  'fail-step',
])

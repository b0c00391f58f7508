import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseAllDocuments, stringify } from 'yaml'
import { contract as swap } from '@sluice/action-bluegreen-swap'
import { contract as canary } from '@sluice/action-canary-step'
import { mapOfText, UserError, type Field } from '@sluice/action'
import { checkWorkflows } from '../../../../packages/cli/src/doctor/files.ts'
import { CONFIG, importFrom, WORKFLOW, type Imported } from '../../../../packages/cli/src/import/import.ts'
import { importFixtures } from '../../../support/import-fixtures.ts'

type Path = readonly (string | number)[]

const documents = importFixtures.map(({ file, text }) => {
  const parsed = parseAllDocuments(text, { logLevel: 'silent' })
  return { file, data: 'empty' in parsed ? [] : parsed.map((one) => one.toJS() as unknown) }
})

/** Every place in a document, outermost first. */
function pathsIn(data: unknown, path: Path = []): readonly Path[] {
  if (typeof data !== 'object' || data === null) return [path]
  return [
    path,
    ...Object.entries(data).flatMap(([key, value]) =>
      pathsIn(value, [...path, Array.isArray(data) ? Number(key) : key]),
    ),
  ]
}

/** What a hand that slips may leave behind. */
const ODD: readonly unknown[] = [
  null,
  '',
  0,
  -1,
  1e9,
  'nonsense',
  '${{ x }}',
  '{{ y }}',
  'a\nb: c',
  true,
  [],
  {},
  [[1]],
  { a: { b: [] } },
  undefined,
]

function changed(data: unknown, path: Path, value: unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return value
  if (Array.isArray(data))
    return data.map((item: unknown, i) => (i === key ? changed(item, rest, value) : item))
  if (typeof data !== 'object' || data === null) return data
  return Object.fromEntries(
    Object.entries(data).map(([name, item]) => [
      name,
      name === key ? changed(item, rest, value) : (item as unknown),
    ]),
  )
}

function imported(file: string, text: string): Imported | undefined {
  try {
    return importFrom(new Map([[file, text]]))
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}

test('an input with any value that is missing, empty or of another kind is imported or refused, never half', () => {
  const accepted = { count: 0 }
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.constantFrom(...ODD), (which, where, odd) => {
      const { file, data } = documents[which % documents.length] ?? { file: '', data: [] }
      const paths = pathsIn(data)
      const path = paths[where % paths.length] ?? []
      const changedData = changed(data, path, odd)
      const text = (Array.isArray(changedData) ? changedData : [changedData])
        .map((one) => stringify(one))
        .join('---\n')
      const result = imported(file, text)
      if (result === undefined) return
      accepted.count++
      const settings = mapOfText('settings').parse(result.files.get(CONFIG) ?? '')
      const services =
        settings['services'] === undefined
          ? [settings]
          : Object.values(JSON.parse(settings['services']) as Record<string, object>).map((one) =>
              mapOfText('settings').parse(JSON.stringify(one)),
            )
      expect(services).toHaveLength(result.releases.length)
      for (const [i, one] of services.entries()) {
        const own = result.releases[i]?.action === 'canary-step' ? canary.inputs : swap.inputs
        for (const [name, given] of Object.entries(one))
          expect(
            () => (own as Readonly<Record<string, Field<unknown>>>)[name]?.parse(given),
            `${name}: ${given}`,
          ).not.toThrow()
      }
      const checks = checkWorkflows(new Map([['sluice.yml', result.files.get(WORKFLOW) ?? '']]))
      expect(checks.filter(({ finding }) => finding !== 'fine')).toEqual([])
    }),
    { numRuns: 400, seed: 15 },
  )
  expect(accepted.count).toBeGreaterThan(100)
})

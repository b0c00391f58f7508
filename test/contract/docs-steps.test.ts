import { describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { inputs as swap } from '../../actions/bluegreen-swap/src/inputs.ts'
import { inputs as canary } from '../../actions/canary-step/src/inputs.ts'
import { inputs as gate } from '../../actions/promote-gate/src/inputs.ts'
import { inputs as shadow } from '../../actions/shadow-compare/src/inputs.ts'
import { Unacceptable, type Fields } from '../../packages/action/src/index.ts'
import { sources } from '../../packages/metrics/src/index.ts'
import { routers } from '../../packages/traffic/src/index.ts'
import { isRecord } from '../../packages/schema/src/index.ts'
import { projectFiles, read } from '../support/files.ts'

const PREFIX = 'sluice-actions/sluice/'
const inputsOf: Readonly<Record<string, Fields>> = {
  'actions/canary-step': canary,
  'actions/bluegreen-swap': swap,
  'actions/promote-gate': gate,
  'actions/shadow-compare': shadow,
}

interface Block {
  readonly name: string
  readonly text: string
}

const blocks: readonly Block[] = projectFiles('.md')
  .filter((file) => !file.startsWith('test/'))
  .flatMap((file) =>
    [...read(file).matchAll(/^( *)```ya?ml\n(.*?)^ *```/gms)].map(([, indent = '', text = ''], i) => ({
      name: `${file} #${i + 1}`,
      text: text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    })),
  )

describe.each(blocks)('the YAML in $name', ({ text }) => {
  const documents = parseAllDocuments(text, { uniqueKeys: true })

  test('can be read', () => {
    expect([...documents].flatMap(({ errors }) => errors.map(String))).toEqual([])
  })

  const steps = [...documents].flatMap((document) => ourSteps(document.toJS() as unknown))
  if (steps.length === 0) return

  test.each(steps)('runs $uses with inputs that it takes', ({ uses, given }) => {
    const [path = '', version] = uses.slice(PREFIX.length).split('@')
    expect(version).toBe('v1')
    const inputs = inputsOf[path] ?? expect.fail(`there is no action at ${path}`)
    expect(problemsOf(inputs, given, 'with')).toEqual([])
    for (const [input, kinds] of Object.entries({ source: sources, router: routers })) {
      const settings = given[`${input}-settings`]
      const kind: unknown = Reflect.get(
        kinds,
        textOf(given[input] ?? (input === 'source' ? 'prometheus' : '')),
      )
      if (settings === undefined || !isRecord(kind)) continue
      const read: unknown = typeof settings === 'string' ? parseAllDocuments(settings)[0]?.toJS() : settings
      expect(problemsOf(kind['settings'] as Fields, isRecord(read) ? read : {}, `${input}-settings`)).toEqual(
        [],
      )
    }
  })
})

test('the pages show steps of every action', () => {
  const all = blocks.flatMap(({ text }) =>
    parseAllDocuments(text).flatMap((one) => ourSteps(one.toJS() as unknown)),
  )
  expect(Object.keys(inputsOf).filter((path) => !all.some(({ uses }) => uses.includes(path)))).toEqual([])
})

interface Step {
  readonly uses: string
  readonly given: Readonly<Record<string, unknown>>
}

/** Every step of ours anywhere in a document. */
function ourSteps(data: unknown): readonly Step[] {
  if (Array.isArray(data)) return data.flatMap(ourSteps)
  if (!isRecord(data)) return []
  const { uses, with: given } = data
  const own =
    typeof uses === 'string' && uses.startsWith(PREFIX) ? [{ uses, given: isRecord(given) ? given : {} }] : []
  return [...own, ...Object.values(data).flatMap(ourSteps)]
}

/** Names that are not there, and values that are refused; expressions and placeholders are known only when a job runs. */
function problemsOf(
  fields: Fields,
  given: Readonly<Record<string, unknown>>,
  where: string,
): readonly string[] {
  return Object.entries(given).flatMap(([name, value]) => {
    const field = fields[name]
    if (field === undefined) return [`${where}: ${name} is not known`]
    const text = textOf(value)
    if (text === '' || /\$\{\{|…/.test(text)) return []
    try {
      field.parse(text.trim())
      return []
    } catch (error) {
      if (!(error instanceof Unacceptable)) throw error
      return [`${where}: ${name}: ${error.message}`]
    }
  })
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value)
}

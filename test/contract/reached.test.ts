import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { entriesOf, entryFile } from '../../scripts/build/sources.ts'
import { actionNames } from '../support/actions.ts'
import { projectFiles, read, root } from '../support/files.ts'
import { codeOf, type Place } from '../support/reach.ts'
import { exportsOf, sources } from '../support/sources.ts'
import { tempFolder } from '../support/temp-folder.ts'

const shipped = sources.filter((file) => !file.startsWith('dev/'))

/** What the runner starts, and the programs that packages install. The gate app is one of the verbs. */
const started = [
  ...actionNames().flatMap((action) => entriesOf(action).map((entry) => entryFile(action, entry))),
  ...projectFiles('/package.json').flatMap((file) => {
    const { bin = {} } = JSON.parse(read(file)) as { readonly bin?: Readonly<Record<string, string>> }
    return Object.values(bin).map((program) => join(dirname(file), program))
  }),
]

/** What nothing reaches and ships all the same, and why. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'packages/compat/src/judges.ts metricsSchema':
    'the JSON Schema of metrics, from what the parser reads; `npm run docs` writes it for editors',
  'packages/verdict/src/shape.ts verdictSchema':
    'the JSON Schema of verdicts, from what the decoder reads; `npm run docs` writes it for editors',
}

const told = ({ file, line, name }: Place): string => `${file}:${line} ${name}`

describe('what ships', () => {
  const code = codeOf(root, shipped)

  test('is reached from an action or a verb, and what is not has a reason', () => {
    expect(started).toContain('packages/cli/src/main.ts')
    const found = code.unreached(started, Object.keys(EXCEPTIONS)).map(told)
    expect(found, 'delete it with its tests, or move it to dev/').toEqual([])
  })

  test('has no exception that is reached by now, or gone', () => {
    const names = code.unreached(started).map(({ file, name }) => `${file} ${name}`)
    expect(Object.keys(EXCEPTIONS).filter((one) => !names.includes(one))).toEqual([])
  })

  test('exports no function, class or constant that no other file names', () => {
    const files = new Map<string, number>()
    for (const file of projectFiles('.ts'))
      for (const word of wordsOf(read(file))) files.set(word, (files.get(word) ?? 0) + 1)
    const found = shipped.flatMap((file) =>
      exportsOf(file)
        .filter((name) => files.get(name) === 1)
        .filter((name) =>
          new RegExp(`^export (async )?(function\\*?|class|const|let) ${name}\\b`, 'm').test(read(file)),
        )
        .map((name) => `${file} ${name}`),
    )
    expect(found, 'drop its `export`').toEqual([])
  })
})

/** The words of a file, without those that it only hands on. */
function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.replaceAll(/^export (type )?\{[^}]*\} from .*$/gm, '').match(/[\w$]+/g))
}

describe('what is not reached', () => {
  const leftOver = (files: Readonly<Record<string, string>>, needed: readonly string[] = []) => {
    const folder = tempFolder('reached')
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), text)
    }
    return codeOf(folder, Object.keys(files)).unreached(['main.ts'], needed).map(told)
  }

  test('is told by name and place, with all that only it names', () => {
    const files = {
      'main.ts': "import { used } from './parts/index.ts'\nused()\n",
      'parts/index.ts': "export * from './used.ts'\nexport * from './unused.ts'\n",
      'parts/used.ts': 'export function used(): void {}\n\n/** Gone. */\nexport type Unused = string\n',
      'parts/unused.ts': 'const inner = 1\nexport const outer = (): number => inner\n',
    }
    expect(leftOver(files)).toEqual([
      'parts/used.ts:4 Unused',
      'parts/unused.ts:1 inner',
      'parts/unused.ts:2 outer',
    ])
    expect(leftOver(files, ['parts/unused.ts outer'])).toEqual(['parts/used.ts:4 Unused'])
  })

  test('is not what a namespace, a registry, a late import or a thread needs', () => {
    const kit = 'export const one = 1\nexport const two = 2\nexport const three = 3\n'
    const files = {
      'main.ts': [
        "import * as a from './a.ts'",
        "import { b } from './kits.ts'",
        "import * as c from './c.ts'",
        "export type From = b.Shape | import('./d.ts').Late",
        "export const late = async () => (await import('./d.ts')).one",
        "export const script = new URL('./thread.ts', import.meta.url)",
        'export const all = { ...c, two: a.two, three: b.three }',
      ].join('\n'),
      'a.ts': kit,
      'kits.ts': "export * as b from './b.ts'\n",
      'b.ts': `${kit}export interface Shape {\n  readonly one: number\n}\n`,
      'c.ts': kit,
      'd.ts': `${kit}export type Late = number\n`,
      'thread.ts': 'const own = 1\nconsole.log(own)\n',
    }
    expect(leftOver(files)).toEqual([
      ...['a.ts:1 one', 'a.ts:3 three', 'b.ts:1 one', 'b.ts:2 two'],
      ...['d.ts:2 two', 'd.ts:3 three'],
    ])
  })

  test('is not what a reached file does when it is imported', () => {
    const files = {
      'main.ts': "import './set-up.ts'\n",
      'set-up.ts':
        'const registry: string[] = []\nfor (const name of names()) registry.push(name)\nfunction names() {\n  return []\n}\nfunction other() {}\n',
    }
    expect(leftOver(files)).toEqual(['set-up.ts:6 other'])
  })
})

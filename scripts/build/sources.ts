import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import ts from 'typescript'
import { root } from './compile.ts'

/** The file of a bundle that says from what it was built. */
export const DIGEST_FILE = 'sources.sha256'

/**
 * What the runner or a thread starts. Main and post are one bundle, in `dist` itself; a thread's code is small and loaded
 * once a thread, so it has its own.
 */
export const ENTRIES = ['main', 'post', 'worker'] as const
export type Entry = (typeof ENTRIES)[number]

/** The source of an entry, by path from the root. */
export const entryFile = (action: string, entry: Entry): string => `actions/${action}/src/${entry}.ts`

/** The entries that an action has. */
export const entriesOf = (action: string): readonly Entry[] =>
  ENTRIES.filter((entry) => existsSync(join(root, entryFile(action, entry))))

/** What makes bundles; another version of one may write other bytes. */
const BUILDERS = ['@vercel/ncc', 'terser', 'typescript']
const SETTINGS = ['tsconfig.json', 'scripts/build/bundle.ts', 'scripts/build/compile.ts']

interface Locked {
  readonly version?: string
  readonly dependencies?: Readonly<Record<string, string>>
}

/**
 * SHA-256, in hex, of all that the bundles of an action are made of: the files that its entries import, directly or not, the
 * build's own settings, and the locked versions of libraries. Nothing is compiled, so it takes less than a second.
 */
export function sourcesDigest(action: string): string {
  const { files, libraries } = reachedFrom(entriesOf(action).map((entry) => entryFile(action, entry)))
  const hash = createHash('sha256')
  for (const file of [...files, ...SETTINGS].sort()) hash.update(`${file}\0${readOnce(file)}\0`)
  for (const library of lockedWith([...libraries, ...BUILDERS])) hash.update(`${library}\0`)
  return hash.digest('hex')
}

/** Files of ours, by path from the root, and names of libraries that the entries import, directly or not. */
export function reachedFrom(entries: readonly string[]): {
  readonly files: ReadonlySet<string>
  readonly libraries: ReadonlySet<string>
} {
  const files = new Set<string>()
  const libraries = new Set<string>()
  const waiting = [...entries]
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file)) continue
    files.add(file)
    for (const name of importsOf(file)) {
      const ours = resolveOurs(file, name)
      if (ours !== undefined) waiting.push(ours)
      else if (!name.startsWith('node:')) libraries.add(nameOf(name))
    }
  }
  return { files, libraries }
}

// The four actions share most of their files: each is read and scanned once.
const texts = new Map<string, string>()
const imports = new Map<string, readonly string[]>()

function readOnce(file: string): string {
  const text = texts.get(file) ?? readFileSync(join(root, file), 'utf8')
  texts.set(file, text)
  return text
}

function importsOf(file: string): readonly string[] {
  const found =
    imports.get(file) ??
    (file.endsWith('.ts')
      ? ts.preProcessFile(readOnce(file), true, true).importedFiles.map(({ fileName }) => fileName)
      : [])
  imports.set(file, found)
  return found
}

function resolveOurs(from: string, name: string): string | undefined {
  if (name.startsWith('.')) return relative(root, join(root, dirname(from), name))
  const [, ours, inner] = /^@sluice\/([^/]+)(?:\/(.+))?$/.exec(name) ?? []
  if (ours === undefined) return undefined
  const file = ['packages', 'dev']
    .map((home) => `${home}/${ours}/src/${inner === undefined ? '' : `${inner}/`}index.ts`)
    .find((path) => existsSync(join(root, path)))
  if (file === undefined) throw new Error(`${from} imports ${name}, which no package provides`)
  return file
}

const nameOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

/** `name@version` of libraries and of all that they depend on, as package-lock.json has them. */
function lockedWith(names: readonly string[]): readonly string[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, Locked>>
  }
  const found = new Set<string>()
  const waiting = names.map((name) => ({ name, from: '' }))
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const path = placeOf(lock.packages, next.name, next.from)
    if (path === undefined || found.has(path)) continue
    found.add(path)
    for (const name of Object.keys(lock.packages[path]?.dependencies ?? {}))
      waiting.push({ name, from: path })
  }
  return [...found].sort().map((path) => `${path}@${lock.packages[path]?.version ?? ''}`)
}

/** Where a library that another one depends on is installed: beside that one, or in a folder further up. */
function placeOf(packages: Readonly<Record<string, Locked>>, name: string, from: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const path = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`
    if (path in packages) return path
    if (folder === '') return undefined
  }
}

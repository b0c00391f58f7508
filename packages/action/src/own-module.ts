import { realpathSync } from 'node:fs'
import { createRequire, registerHooks } from 'node:module'
import { join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { isRecord } from '@sluice/schema'
import { field, optional, refuse, secret, type Field, type Fields } from './fields/field.ts'
import { text } from './fields/fields.ts'
import { UserError } from './fields/user-error.ts'
import type { Io } from './io.ts'

/** Whether a name of a source or router is the path of a module of the user's own. */
export function isOwnModule(name: string): boolean {
  return /^\.\.?\//.test(name)
}

/** One of the given names, or the path of a module of the user's own. */
export function nameOrModule(names: readonly string[]): Field<string> {
  const shape = `one of ${names.map((name) => `\`${name}\``).join(', ')}, or the path of your own, e.g. \`./release/own.mjs\``
  return field(shape, (given) => (names.includes(given) || isOwnModule(given) ? given : refuse(shape, given)))
}

/**
 * Loads the default export of a module in the checkout of the default branch. In a workflow, code of a pull request must
 * not run with the rights of a release: the run must belong to the default branch, the checkout must be the commit of
 * the run, and the file and all that it imports must be as they are there. On a person's own machine any file below the
 * present folder will do.
 * Throws `MODULE_REFUSED`.
 */
export function ownModule(given: string, { facts }: Pick<Io, 'facts'>): Readonly<Record<string, unknown>> {
  const path = placeOf(given, facts.workspace)
  if (facts.eventName !== '') {
    checkRun(given, facts)
    checkFile(given, path, facts)
    checkImports(given, path, facts)
  }
  let loaded: unknown
  try {
    loaded = createRequire(path)(path)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    const why = error instanceof Error ? error.message : String(error)
    throw refused(
      given,
      code === 'ERR_REQUIRE_ASYNC_MODULE' ? 'it uses `await` outside a function; move it into `open`' : why,
    )
  }
  const own = isRecord(loaded) && isRecord(loaded['default']) ? loaded['default'] : loaded
  if (isRecord(own) && typeof own['open'] === 'function') return own
  throw refused(given, 'its default export must be an object with a function `open`')
}

/** Whether an error of a module means that nobody answered: what `fetch` and `AbortSignal.timeout` reject with. */
export function meansNoAnswer(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return error.name === 'TimeoutError' || (error instanceof TypeError && error.cause !== undefined)
}

function placeOf(given: string, workspace: string): string {
  try {
    const base = realpathSync(workspace)
    const path = realpathSync(join(base, given))
    const inside = relative(base, path)
    if (/\.(mjs|js|cjs)$/.test(path) && !inside.startsWith('..')) return path
  } catch {
    throw refused(given, `there is no such file below ${workspace}; run actions/checkout before this step`)
  }
  throw refused(given, 'it must be a file ending in .mjs, .js or .cjs inside the checkout')
}

type Facts = Io['facts']

/** The run belongs to the default branch, and the checkout is of its commit. */
function checkRun(given: string, { eventName, event, ref, sha, workspace }: Facts): void {
  const repository = isRecord(event) ? event['repository'] : undefined
  const name = isRecord(repository) ? repository['default_branch'] : undefined
  const branch = typeof name === 'string' ? `refs/heads/${name}` : undefined
  // A run of a timer always belongs to the default branch, whatever its payload says.
  const isDefault = branch === undefined ? eventName === 'schedule' : ref === branch
  if (/^(pull_request|merge_group)/.test(eventName) || !isDefault)
    throw refused(
      given,
      `own modules are loaded only in runs of the default branch, and this one is for ${eventName} of ${ref || 'no branch'}`,
    )
  const head = git(workspace, 'rev-parse', 'HEAD')
  if (head === undefined)
    throw refused(given, 'git does not know this checkout: run actions/checkout before this step')
  if (head !== sha)
    throw refused(
      given,
      `the checkout is of ${head.slice(0, 8)}, not of the commit ${sha.slice(0, 8)} of this run: check out without \`ref\``,
    )
}

/** A file is byte for byte as it is in the commit: filters such as those of `.gitattributes` could hide a change. */
function checkFile(given: string, path: string, { workspace }: Facts): void {
  const inside = relative(realpathSync(workspace), path)
  const [committed, here] = [
    git(workspace, 'rev-parse', `HEAD:${inside}`),
    git(workspace, 'hash-object', '--no-filters', '--', inside),
  ]
  if (committed === undefined || here === undefined)
    throw refused(given, `${inside} is not committed, and only committed files are loaded`)
  if (here !== committed) throw refused(given, `${inside} was changed after the checkout`)
}

/** Whatever the module imports, now or later, is checked as well: an artifact of a pull request may lie beside it. */
function checkImports(given: string, path: string, facts: Facts): void {
  const own = new Set([pathToFileURL(path).href])
  registerHooks({
    resolve: (specifier, context, next) => {
      const found = next(specifier, context)
      const { parentURL } = context
      if (parentURL === undefined || !own.has(parentURL) || !found.url.startsWith('file:')) return found
      if (!own.has(found.url)) checkFile(given, realpathSync(fileURLToPath(found.url)), facts)
      own.add(found.url)
      return found
    },
  })
}

const GIT_MS = 20_000

/** What git prints; undefined where it fails. */
function git(workspace: string, ...args: readonly string[]): string | undefined {
  const { execFileSync } = process.getBuiltinModule('node:child_process')
  try {
    return execFileSync('git', ['-c', 'safe.directory=*', '-C', realpathSync(workspace), ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: GIT_MS,
    }).trim()
  } catch {
    return undefined
  }
}

/** Settings of a module of the user's own, all of them text: those that it calls secret, or that sound so, are masked. */
export function ownFields(names: readonly string[], secrets: readonly string[], what: string): Fields {
  return Object.fromEntries(
    names.map((name) => {
      const plain = optional(text(`setting of your own ${what}`))
      const isSecret = secrets.includes(name) || /token|secret|password|key/i.test(name)
      return [name, isSecret ? secret(plain) : plain] as const
    }),
  )
}

function refused(given: string, why: string): UserError {
  return new UserError(
    'MODULE_REFUSED',
    `${given}: ${why}`,
    'docs/own-modules.md has the rules and an example.',
  )
}

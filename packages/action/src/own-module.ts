import { realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { isRecord } from '@sluice/schema'
import { field, refuse, type Field } from './fields/field.ts'
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
 * the run, and the file must be as it is there. On a person's own machine any file below the present folder will do.
 * Throws `MODULE_REFUSED`.
 */
export function ownModule(given: string, { facts }: Pick<Io, 'facts'>): Readonly<Record<string, unknown>> {
  const path = placeOf(given, facts.workspace)
  if (facts.eventName !== '') checkCommit(given, path, facts)
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

function checkCommit(given: string, path: string, { eventName, event, ref, sha, workspace }: Facts): void {
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
  const base = realpathSync(workspace)
  const inside = relative(base, path)
  const ask = (...args: readonly string[]): string =>
    process
      .getBuiltinModule('node:child_process')
      .execFileSync('git', ['-c', `safe.directory=*`, '-C', base, ...args], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      .trim()
  let found: { readonly head: string; readonly committed: string; readonly here: string }
  try {
    found = {
      head: ask('rev-parse', 'HEAD'),
      committed: ask('rev-parse', `HEAD:${inside}`),
      here: ask('hash-object', '--', inside),
    }
  } catch {
    throw refused(
      given,
      'git does not know it in this checkout: commit it, and run actions/checkout before this step',
    )
  }
  if (found.head !== sha)
    throw refused(
      given,
      `the checkout is of ${found.head.slice(0, 8)}, not of the commit ${sha.slice(0, 8)} of this run: check out without \`ref\``,
    )
  if (found.here !== found.committed) throw refused(given, 'it was changed after the checkout')
}

function refused(given: string, why: string): UserError {
  return new UserError(
    'MODULE_REFUSED',
    `${given}: ${why}`,
    'docs/own-modules.md has the rules and an example.',
  )
}

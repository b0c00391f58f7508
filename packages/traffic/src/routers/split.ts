import {
  isRecord,
  itemsOf,
  mapOfText,
  quote,
  yamlType,
  Unacceptable,
  UserError,
  type Io,
} from '@sluice/action'
import { defineRouter, type Router, type RouterCapabilities, type RouterKind } from '../contract.ts'
import { several } from '../several.ts'

type Open = (name: string, settings: Readonly<Record<string, string>>, io: Io) => Router

interface Part {
  readonly name: string
  readonly router: string
  readonly settings: Readonly<Record<string, string>>
}

const KEYS = ['name', 'router', 'settings']

const parts = itemsOf('list of `router`, `settings` and, where two are alike, `name`', (item, path): Part => {
  if (!isRecord(item))
    throw new Unacceptable(`${path}: must be a mapping of ${KEYS.join(', ')}, got ${yamlType(item)}`)
  const unknown = Object.keys(item).filter((key) => !KEYS.includes(key))
  if (unknown.length > 0)
    throw new Unacceptable(`${path}: ${unknown.join(', ')} is unknown; accepted are ${KEYS.join(', ')}`)
  const { router, name = router, settings = {} } = item
  if (typeof router !== 'string' || typeof name !== 'string')
    throw new Unacceptable(
      `${path}.router: must be the name of a router, got ${typeof router === 'string' ? quote(router) : yamlType(router)}`,
    )
  // Settings hold secrets, so what does not fit is not quoted.
  if (!isRecord(settings))
    throw new Unacceptable(
      `${path}.settings: must be a mapping of names to values, got ${yamlType(settings)}`,
    )
  return { name, router, settings: mapOfText('settings').parse(JSON.stringify(settings)) }
})

/** Several routers as one, opened by `open`: a candidate gets the same share behind each of them. */
export function splitRouter(open: Open): RouterKind {
  return defineRouter(
    'Sets the same share on several routers, such as those of two regions or of a cluster and a load balancer.',
    { routers: parts },
    ({ routers }, io) => {
      refuseAlike(routers)
      const opened = routers.map((part) => ({ ...openPart(part, open, io), name: part.name }))
      return { ...several(opened), can: together(opened.map(({ can }) => can)) }
    },
  )
}

/** The settings of a part are told with its name, because several may have the same. */
function openPart({ name, router, settings }: Part, open: Open, io: Io): Router {
  if (router === 'split') throw bad(`${name}: split cannot be part of split`)
  let part: Router
  try {
    part = open(router, settings, io)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    throw new UserError(error.code, `routers, ${name}: ${error.message}`, error.hint)
  }
  if (part.can.oneWay) throw bad(`${name}: ${router} goes only forward, so it cannot be part of split`)
  return part
}

function refuseAlike(routers: readonly Part[]): void {
  if (routers.length < 2) throw bad(`must be two routers or more, got ${routers.length}`)
  const names = routers.map(({ name }) => name)
  const twice = names.filter((name, i) => names.indexOf(name) !== i)
  if (twice.length > 0)
    throw bad(`${twice.map((name) => quote(name)).join(', ')} is there twice; give each a \`name\``)
}

function bad(what: string): UserError {
  return new UserError('BAD_INPUT', `routers: ${what}`, 'Fix `router-settings`.')
}

/** The whole can do what each part can, and is as slow as its slowest. Deadlines do not count `settles`, which is added. */
function together(all: readonly RouterCapabilities[]): Partial<RouterCapabilities> {
  const most = (of: (can: RouterCapabilities) => number): number => Math.max(...all.map(of))
  const settles = most((can) => can.settles)
  return {
    step: most(({ step }) => step),
    tolerance: most(({ tolerance }) => tolerance),
    settles,
    deadline: {
      shift: Math.max(most(({ deadline }) => deadline.shift) - settles, 1),
      undo: Math.max(most(({ deadline }) => deadline.undo) - settles, 1),
    },
    survivesRestart: all.every((can) => can.survivesRestart),
    revisions: all.every(({ revisions }) => revisions),
    sticky: all.some(({ sticky }) => sticky),
    pin: all.every(({ pin }) => pin),
  }
}

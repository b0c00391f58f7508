import { CHANGE_ME } from '../init/files.ts'
import type { Ledger } from './ledger.ts'
import { entry, type Entry, type Release } from './release.ts'

/** What splits the traffic. */
export interface Routing {
  readonly router: string
  readonly settings: readonly Entry[]
  readonly login: Release['login']
}

export function kubernetesRouter(given: {
  readonly routes: readonly string[]
  readonly baseline: string
  readonly candidate: string
  readonly namespace?: string
}): Routing {
  const { routes, baseline, candidate, namespace } = given
  const [only] = routes
  return {
    router: 'kubernetes',
    login: 'kubernetes',
    settings: [
      entry('route', routes.length === 1 && only !== undefined ? only : { list: routes }),
      entry('baseline', baseline),
      entry('candidate', candidate),
      ...(namespace === undefined ? [] : [entry('namespace', namespace)]),
    ],
  }
}

/** For what Sluice has no router: programs that the user writes. */
export function commandRouter(ledger: Ledger): Routing {
  ledger.chosen(
    'router',
    'command',
    'Sluice has no router for this. Write a program that sets the weight and one that reads it back: docs/routers/command.md',
  )
  return {
    router: 'command',
    login: 'none',
    settings: [
      entry(
        'write',
        { list: [`./${CHANGE_ME}.sh`, 'set', '{weight}'] },
        'A program of yours that sets the share of the candidate, in percent.',
      ),
      entry(
        'read',
        { list: [`./${CHANGE_ME}.sh`, 'get'] },
        'One that asks the router for the share and prints it.',
      ),
    ],
  }
}

import { factsFor, startSandbox, type Sandbox, type SeededRepository } from '@sluice/sandbox'
import { expect } from 'vitest'
import { openRepository, type ActOptions, type ActRepository } from './act.ts'

/** A repository whose workflow act runs again and again, and a GitHub and a router that live through all of it. */
export interface Shop {
  readonly sandbox: Sandbox
  readonly cloned: ActRepository
  /** Commits what `deploy` prints, and lets GitHub know. */
  readonly commit: (message: string, files: Readonly<Record<string, string>>) => string
  /** One run of the workflow; what it did with users is printed and returned. */
  readonly run: (what: string, event: 'push' | 'schedule') => Promise<{ log: string; moves: string }>
  /** A scheduled run that must move nobody and tell nobody. */
  readonly quiet: (what: string) => Promise<void>
  /** What people see at GitHub: the checks, and the last word of every deployment. */
  readonly told: () => { readonly checks: readonly Check[]; readonly states: readonly string[] }
  readonly close: () => Promise<void>
}

interface Check {
  readonly name: string
  readonly conclusion: string | null
}

/** The check of a canary of this shop. */
export const check = (conclusion: string | null): Check => ({
  name: 'Sluice canary-step (production, shop)',
  conclusion,
})

/** Percent of users on one place, as the router itself says. */
export interface WatchedWeight {
  readonly now: () => number
  /** Begins anew: every weight since the last time, the present one first. */
  readonly moves: () => readonly number[]
  readonly stop: () => void
}

/** Asks the router again and again; `read` may fail while it starts and stops. */
export function watchWeight(read: () => Promise<number | undefined>): WatchedWeight {
  let weights = [0]
  let before: number | undefined
  const now = (): number => weights.at(-1) ?? 0
  const see = async (): Promise<void> => {
    const seen = await read().catch(() => undefined)
    // A weight lasts: what is seen once only lies between two writes of one change.
    if (seen !== undefined && seen === before && seen !== now()) weights.push(seen)
    before = seen
  }
  const watching = setInterval(() => void see(), 50)
  return {
    now,
    moves: () => {
      const seen = weights
      weights = [now()]
      return seen
    },
    stop: () => clearInterval(watching),
  }
}

/** Starts the GitHub and makes the repository; `of` says whose weight is watched. */
export async function openShop(of: string, weight: WatchedWeight, options: ActOptions): Promise<Shop> {
  const sandbox = await startSandbox()
  const repository: SeededRepository = sandbox.repository({ owner: 'acme', name: 'shop' })
  const cloned = openRepository(options)
  const told: Shop['told'] = () => ({
    checks: sandbox.state.checkRuns('acme/shop').map(({ name, conclusion }) => ({ name, conclusion })),
    states: sandbox.state
      .deployments('acme/shop')
      .map(({ statuses }) => statuses.at(-1)?.description ?? 'nothing'),
  })
  const run: Shop['run'] = async (what, event) => {
    weight.moves()
    const { code, log } = await cloned.run(factsFor(sandbox, repository, { event }))
    await new Promise((resolve) => setTimeout(resolve, 200))
    const moves = weight.moves().join(' → ')
    console.log(`${what.padEnd(36)} ${of} at ${moves}%, ${code === 0 ? 'job succeeded' : 'job failed'}`)
    return { log: `exit ${code ?? 'none'}\n${log}`, moves }
  }
  return {
    sandbox,
    cloned,
    commit: (message, files) => {
      cloned.write(files)
      const sha = cloned.commit(message)
      repository.commit({ sha })
      return sha
    },
    run,
    quiet: async (what) => {
      const known = told()
      const { log, moves } = await run(what, 'schedule')
      expect(moves, log).toBe(String(weight.now()))
      expect(log).toContain('nothing to do: no rollout is open')
      expect(log).toMatch(/^exit 0/)
      expect(told()).toEqual(known)
    },
    told,
    close: async () => {
      weight.stop()
      expect(sandbox.state.violations).toEqual([])
      await sandbox.close()
      cloned.close()
    },
  }
}

import { setTimeout as sleep } from 'node:timers/promises'
import type { GitHub } from './connect.ts'
import { isUnsettled } from './github-error.ts'

/** GitHub's lists lag behind its writes by seconds; what was made may be missing from them for so many times `retryBaseMs`. */
const LAG = 10

/**
 * Creates something exactly once although answers get lost: after a failure that leaves it open
 * whether the request took effect, looks for what it would have made before trying again, for as
 * long as GitHub's lists may lag.
 */
export async function createOnce<Made>(
  github: GitHub,
  create: () => Promise<Made>,
  find: () => Promise<Made | undefined>,
): Promise<Made> {
  const started = performance.now()
  const retries = github.retries()
  for (let tried = 1; ; tried += 1) {
    try {
      const made = tried === 1 ? undefined : await findLater(github, find)
      return made ?? (await create())
    } catch (error) {
      const late = performance.now() - started > github.callMs
      if (!isUnsettled(error) || tried > retries || late) throw error
    }
    await sleep(tried ** 2 * github.retryBaseMs, undefined, { signal: github.signal })
  }
}

/** Looks at growing intervals until it is found or lists have had the time to catch up. */
async function findLater<Made>(
  github: GitHub,
  find: () => Promise<Made | undefined>,
): Promise<Made | undefined> {
  for (let waited = 0, pause = 1; ; waited += pause, pause *= 2) {
    const made = await find()
    if (made !== undefined || waited >= LAG) return made
    await sleep(pause * github.retryBaseMs, undefined, { signal: github.signal })
  }
}

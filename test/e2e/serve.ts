/**
 * `node serve.ts --candidate medium|extrasmall`: the demo's service in two versions behind the embedded proxy, with
 * users. Prints where everything listens as one line of JSON, and runs until it is told to stop or its job is surely over.
 */
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { loadModel } from '../../dev/demo/src/model.ts'
import { messagesFor } from '../../dev/demo/src/sentences.ts'
import { startWorld } from '../../dev/demo/src/world.ts'

const CANDIDATES = ['medium', 'extrasmall'] as const
const PER_SECOND = 1000
const LONGEST_MS = 15 * 60_000

const { values } = parseArgs({ options: { candidate: { type: 'string' } } })
const candidate = CANDIDATES.find((name) => name === values.candidate)
if (candidate === undefined) throw new Error(`--candidate must be one of ${CANDIDATES.join(', ')}`)

const messages = messagesFor(await loadModel('large'))
const world = await startWorld({ baseline: 'large', candidate, messages, rate: PER_SECOND })
console.log(
  JSON.stringify({
    pid: String(process.pid),
    front: world.front,
    admin: world.admin,
    baseline: `${world.baseline}/metrics`,
    candidate: `${world.candidate}/metrics`,
  }),
)
await Promise.race([
  once(process, 'SIGTERM'),
  once(process, 'SIGINT'),
  setTimeout(LONGEST_MS, undefined, { ref: false }),
])
world.stop()

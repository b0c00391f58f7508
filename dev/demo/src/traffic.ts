import { Agent, request } from 'node:http'
import type { Message } from './sentences.ts'

/** Real requests at a steady rate, sent whether or not the answers to earlier ones are back. */
export interface Traffic {
  readonly sent: () => number
  readonly failed: () => number
  readonly stop: () => void
}

const TICK_MS = 5
const MOST_IN_FLIGHT = 256

/** Sends messages to the front door in a shuffled, endless order. `random` gives numbers in [0, 1). */
export function startTraffic(
  url: string,
  messages: readonly Message[],
  perSecond: number,
  random: () => number,
): Traffic {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  let sent = 0
  let failed = 0
  let inFlight = 0
  const started = performance.now()
  let skipped = 0
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - started) / 1000) * perSecond) - sent - skipped
    for (let i = 0; i < due; i++) {
      // A machine slower than the rate gets less traffic, never a growing pile of it.
      if (inFlight >= MOST_IN_FLIGHT) skipped += 1
      else send(messages[Math.floor(random() * messages.length)])
    }
  }, TICK_MS)

  function send(message: Message | undefined): void {
    if (message === undefined) return
    sent += 1
    inFlight += 1
    const outgoing = request(`${url}/detect`, {
      method: 'POST',
      agent,
      headers: { 'x-meant': message.language },
    })
    outgoing.on('response', (response) => {
      if (response.statusCode !== 200) failed += 1
      response.resume()
    })
    outgoing.on('error', () => (failed += 1))
    outgoing.on('close', () => (inFlight -= 1))
    outgoing.end(message.text)
  }

  return {
    sent: () => sent,
    failed: () => failed,
    stop: () => {
      clearInterval(timer)
      agent.destroy()
    },
  }
}

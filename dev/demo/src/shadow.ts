import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StepEnded } from './scenario.ts'
import type { Message } from './sentences.ts'
import { runStep, type Stage } from './stage.ts'

/** No difference in this many answers proves a rate below 0.1%, which takes 2,995. */
const REQUESTS = 3100

/** Both versions answer the same recorded messages; no user gets an answer of the candidate. */
export async function shadow(stage: Stage, sound: boolean): Promise<StepEnded> {
  const { baseline, candidate, messages } = stage.world
  writeFileSync(join(stage.workspace, 'requests.ndjson'), recorded(messages))
  return await runStep(stage, {
    name: 'shadow',
    action: 'shadow-compare',
    about: 'both models answer the same recorded messages; users only get the answers of the stable one',
    expected: sound ? 'accept' : 'reject',
    tell: () => `${REQUESTS.toLocaleString('en-US')} messages answered by both, none shown to a user`,
    with: {
      requests: 'requests.ndjson',
      'primary-url': baseline,
      'candidate-url': candidate,
      methods: 'POST',
      rate: '900/s',
      // A busy machine may be slow; slowness is not what this step asks about.
      timeout: '30s',
      kind: '{ classification: { prediction: body.language } }',
      label: 'body.meant',
      ignore: 'body.model\nheaders.**',
      requirements: 'accuracy loss <= 2.2%',
    },
  })
}

/** Every k-th message, so that all languages are there. */
function recorded(messages: readonly Message[]): string {
  const step = Math.max(1, messages.length / REQUESTS)
  const chosen = Array.from(
    { length: Math.min(REQUESTS, messages.length) },
    (_, i) => messages[Math.floor(i * step)],
  )
  return chosen
    .flatMap((message, i) =>
      message === undefined
        ? []
        : [
            JSON.stringify({
              id: i,
              method: 'POST',
              path: '/detect',
              headers: { 'x-meant': message.language },
              body: message.text,
            }),
          ],
    )
    .join('\n')
}

import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tempFolder } from '../../support/temp-folder.ts'
import { describeSource } from '../metric-source.ts'

/** Prints for every slot and metric what has happened; a metric named after its arm's JSON prints that. */
const PROGRAM = `
let text = ''
for await (const piece of process.stdin) text += piece
const { metrics, slots } = JSON.parse(text)
const happened = JSON.parse(process.argv[2])
for (const { name, kind, value } of metrics)
  for (const { from, to, weight } of slots) {
    const none = { kind: 'absent', absence: 'no_data' }
    const arm = (which) => kind === 'proportion'
      ? happened === 'nothing' ? none : { kind, ...happened[which] }
      : { kind: 'scalar', value: Number(value) }
    console.log(JSON.stringify({ metric: name, from, to, weight, baseline: arm('baseline'), candidate: arm('candidate') }))
  }
`

describeSource('command', async (happened) => {
  const path = join(tempFolder('sluice-command'), 'metrics.mjs')
  writeFileSync(path, PROGRAM)
  return await Promise.resolve({
    settings: { run: JSON.stringify([process.execPath, path, JSON.stringify(happened)]) },
    query: { name: 'errors', kind: 'proportion' },
    span: {
      slots: [5, 5, 25].map((weight, i) => ({ from: i * 30_000, to: (i + 1) * 30_000, weight })),
      intervalMs: 30_000,
      baseline: 'v1',
      candidate: 'v2',
    },
    goDown: async () => await Promise.resolve(rmSync(path)),
    stop: async () => await Promise.resolve(),
    kinds: {
      scalar: {
        query: { name: 'lag', kind: 'scalar', value: '7' },
        arm: { kind: 'scalar', value: 7 },
      },
    },
  })
})

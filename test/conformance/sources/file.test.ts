import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Block } from '@sluice/verdict'
import { describeSource } from '../metric-source.ts'

describeSource('file', async (happened) => {
  const dir = mkdtempSync(join(tmpdir(), 'sluice-file-'))
  const path = join(dir, 'samples.ndjson')
  const slots = [5, 5, 25].map((weight, i) => ({ from: i * 30_000, to: (i + 1) * 30_000, weight }))
  const nothing = { kind: 'absent', absence: 'no_data' } as const
  const blocks = slots.map((slot): Block => {
    if (happened === 'nothing') return { ...slot, baseline: nothing, candidate: nothing }
    const { baseline, candidate } = happened
    return {
      ...slot,
      baseline: { kind: 'proportion', ...baseline },
      candidate: { kind: 'proportion', ...candidate },
    }
  })
  writeFileSync(path, `${JSON.stringify({ metric: 'errors', blocks })}\n`)
  return await Promise.resolve({
    settings: { path },
    query: { name: 'errors', kind: 'proportion' },
    span: { slots, intervalMs: 30_000, baseline: 'v1', candidate: 'v2' },
    goDown: async () => await Promise.resolve(rmSync(path)),
    stop: async () => await Promise.resolve(rmSync(dir, { recursive: true })),
  })
})

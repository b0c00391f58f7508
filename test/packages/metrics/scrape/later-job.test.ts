import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { counts, endWorlds, INTERVAL, look, proportion, world } from './world.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

afterEach(endWorlds)

describe('source scrape, in a later job', () => {
  test('a later job goes on from the state file; the hours between count once, and only if no restart can hide', async () => {
    const it = await world()
    const state = join(tempFolder('sluice-scrape'), 'deep', 'state.json')
    await look(it.open({ state }), it, 0)
    it.page = { baseline: counts(1000, 10), candidate: counts(50, 1) }
    await look(it.open({ state }), it, 5 * INTERVAL)
    expect((await look(it.open({ state }), it, 0)).blocks.at(-1)?.baseline).toMatchObject({
      absence: 'not_observed',
    })

    const told = join(tempFolder('sluice-scrape'), 'state.json')
    it.page = { baseline: counts(2000, 20, 7), candidate: counts(100, 2, 7) }
    await look(it.open({ state: told }), it, 0)
    it.page = { baseline: counts(3000, 35, 7), candidate: counts(150, 4, 7) }
    const { blocks } = await look(it.open({ state: told }), it, 3 * INTERVAL)
    expect(blocks.slice(5, 7).map((block) => block.baseline)).toMatchObject([
      { absence: 'not_observed' },
      { absence: 'not_observed' },
    ])
    expect(blocks[7]).toMatchObject({ baseline: proportion(15, 1015), candidate: proportion(2, 52) })
  })

  test('an unreadable state file is an error, not an empty history', async () => {
    const it = await world()
    const state = join(tempFolder('sluice-scrape'), 'state.json')
    for (const text of ['', '{"schema":2}', '{"schema":1,"looks":[["k",[[1,null]]]]}']) {
      writeFileSync(state, text)
      await expect(look(it.open({ state }), it, 0)).rejects.toMatchObject({ code: 'STATE_UNREADABLE' })
      expect(readFileSync(state, 'utf8')).toBe(text)
    }
  })
})

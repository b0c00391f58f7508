import { describe, expect, test } from 'vitest'
import { checkShared, sharedField, suitsMigrations, suitsVersion } from '@sluice/swap'
import { quietIo, serve } from '../world.ts'

const expand = (id: string) => ({ id, kind: 'expand' })
const contract = (id: string) => ({ id, kind: 'contract' })

describe('migrations', () => {
  test('a colour lives with additions it does not know of', () => {
    expect(
      suitsMigrations({ applied: [expand('1'), expand('2')] }, { needs: ['1'], knows: ['1'] }).finding,
    ).toBe('fine')
  })

  test('a removal that a colour does not know of refuses, naming it', () => {
    const suits = suitsMigrations({ applied: [expand('1'), contract('2')] }, { needs: ['1'], knows: ['1'] })
    expect(suits).toMatchObject({ finding: 'worse' })
    expect(suits.detail).toContain('does not know 2')
  })

  test('a migration that a colour needs and that is not applied refuses', () => {
    expect(suitsMigrations({ applied: [] }, { needs: ['1'], knows: ['1'] }).finding).toBe('worse')
  })

  test.each([
    [{ applied: [{ id: '1', kind: 'rename' }] }, { needs: [], knows: [] }],
    [{}, { needs: [], knows: [] }],
    [{ applied: [] }, { needs: [] }],
  ])('what cannot be understood is unknown: %j, %j', (state, colour) => {
    expect(suitsMigrations(state, colour).finding).toBe('unknown')
  })
})

test('a version suits the colours that support it, and an empty list supports nothing', () => {
  expect(suitsVersion({ version: 3 }, { supports: [2, 3] }).finding).toBe('fine')
  expect(suitsVersion('4', [2, 3]).finding).toBe('worse')
  expect(suitsVersion('4', []).finding).toBe('unknown')
})

test('every component is asked about both colours', async () => {
  await using server = await serve((request, response) => {
    const answers: Readonly<Record<string, unknown>> = {
      '/state': { applied: [expand('1'), contract('2')] },
      '/blue': { needs: ['1'], knows: ['1'] },
      '/green': { needs: ['1', '2'], knows: ['1', '2'] },
    }
    response.end(JSON.stringify(answers[request.url ?? '']))
  })
  const components = sharedField.parse(`
    - { name: orders, kind: migrations, state: '${server.url}/state', colour: '${server.url}/$colour' }
    - { name: queue, kind: command, run: [node, -e, 'process.exit(process.argv[1] === "blue" ? 0 : 4)', $colour] }`)
  const results = await checkShared(
    components,
    ['blue', 'green'],
    'before',
    quietIo(),
    new AbortController().signal,
  )
  expect(results.map(({ name, finding }) => [name, finding])).toEqual([
    ['shared: orders suits blue before', 'worse'],
    ['shared: orders suits green before', 'fine'],
    ['shared: queue suits blue before', 'fine'],
    ['shared: queue suits green before', 'worse'],
  ])
})

test('a component that cannot be asked is unknown', async () => {
  const components = sharedField.parse(
    "{ name: db, kind: version, state: 'http://127.0.0.1:9/', colour: none.json }",
  )
  const [result] = await checkShared(components, ['blue'], 'after', quietIo(), new AbortController().signal)
  expect(result?.finding).toBe('unknown')
})

import { describe, expect, test } from 'vitest'
import { COMMANDS, ENDINGS } from '@sluice/rollout'
import { COMMENT_COMMANDS } from '@sluice/publish'
import { readActionYml } from '../../scripts/docs/action-tables.ts'
import { read, root } from '../support/files.ts'

const page = read('docs/rollouts.md')

/** Cells of the tables of one section, by row. */
function rows(heading: string): readonly (readonly string[])[] {
  const [, section = ''] = page.split(`\n## ${heading}\n`)
  const [own = ''] = section.split('\n## ')
  return own
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\| *-/.test(line))
    .map((line) =>
      line
        .split('|')
        .map((cell) => cell.trim())
        .slice(1, -1),
    )
}

const words = (cells: readonly string[]): readonly string[] =>
  cells.flatMap((cell) => [...cell.matchAll(/`([a-z-]+)`/g)].map(([, word = '']) => word))

const column = (heading: string, i: number): readonly string[] =>
  words(
    rows(heading)
      .slice(1)
      .map((row) => row[i] ?? ''),
  )

/** Words in backticks of a description, such as that of an output. */
const decisionsOf = (action: string): readonly string[] => {
  const { description } = readActionYml(root, action).outputs['decision'] ?? { description: '' }
  return words([description])
}

describe('docs/rollouts.md names all that the code knows', () => {
  test('states', () => {
    expect([...column('States', 0)].sort()).toEqual(['claimed', 'climbing', 'held', ...ENDINGS].sort())
  })

  test('commands', () => {
    expect(column('Commands', 0)).toEqual([...COMMANDS, 'comment'])
    expect(page).toContain(
      COMMENT_COMMANDS.map((one) => `\`${one}\``)
        .join(', ')
        .replace(/, (?=[^,]+$)/, ' or '),
    )
  })

  test.each([
    ['canary-step', 0],
    ['bluegreen-swap', 1],
  ] as const)('decisions of %s', (action, i) => {
    expect(new Set(column('Decisions', i))).toEqual(new Set(decisionsOf(action)))
  })
})

import type { Binary, Unary } from './syntax.ts'

// How tightly operators bind, as in expr-lang.
const LEVELS: readonly (readonly [number, readonly (readonly [string, Binary])[]])[] = [
  [
    10,
    [
      ['||', '||'],
      ['or', '||'],
    ],
  ],
  [
    15,
    [
      ['&&', '&&'],
      ['and', '&&'],
    ],
  ],
  [
    20,
    [
      ['==', '=='],
      ['!=', '!='],
      ['<', '<'],
      ['<=', '<='],
      ['>', '>'],
      ['>=', '>='],
    ],
  ],
  [
    20,
    [
      ['in', 'in'],
      ['matches', 'matches'],
      ['contains', 'contains'],
    ],
  ],
  [
    20,
    [
      ['startsWith', 'startsWith'],
      ['endsWith', 'endsWith'],
    ],
  ],
  [25, [['..', '..']]],
  [
    30,
    [
      ['+', '+'],
      ['-', '-'],
    ],
  ],
  [
    60,
    [
      ['*', '*'],
      ['/', '/'],
      ['%', '%'],
    ],
  ],
  [
    100,
    [
      ['**', '**'],
      ['^', '**'],
    ],
  ],
  [500, [['??', '??']]],
]

/** Operators between two values: what they are, and how tightly they bind. */
export const BINARY = new Map(
  LEVELS.flatMap(([level, words]) => words.map(([word, operator]) => [word, { level, operator }] as const)),
)

/** Operators before a value, and how tightly they bind. */
export const UNARY: ReadonlyMap<string, readonly [Unary, number]> = new Map<string, readonly [Unary, number]>(
  [
    ['not', ['!', 50]],
    ['!', ['!', 50]],
    ['-', ['-', 90]],
    ['+', ['+', 90]],
  ],
)

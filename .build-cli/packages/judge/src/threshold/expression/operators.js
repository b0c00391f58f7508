// How tightly operators bind, as in expr-lang.
const LEVELS = [
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
];
/** Operators between two values: what they are, and how tightly they bind. */
export const BINARY = new Map(LEVELS.flatMap(([level, words]) => words.map(([word, operator]) => [word, { level, operator }])));
/** Operators before a value, and how tightly they bind. */
export const UNARY = new Map([
    ['not', ['!', 50]],
    ['!', ['!', 50]],
    ['-', ['-', 90]],
    ['+', ['+', 90]],
]);

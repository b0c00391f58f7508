import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { readActionYml } from '../../scripts/docs/action-tables.ts'
import { actionNames } from '../support/actions.ts'
import { expectOnlyKnown } from '../support/baseline.ts'
import { projectFiles, read, root } from '../support/files.ts'
import { sources, treeOf } from '../support/sources.ts'

/** Words that readers stumble over, with the common ones. Only what is never right belongs here. */
const AVOID: readonly (readonly [RegExp, string])[] = [
  [/\b(?:goes|go|going|went|gone|takes?|took|taken|waits?) (?:\w+ )?home\b/i, 'goes back to the baseline'],
  [/\bwhoever\b/i, 'the person who, someone who'],
  [/\bpresum(?:e|es|ed|ing)\b/i, 'assume'],
  [/\btempered\b/i, 'needs more data'],
  [/\blet(?:s|ting)? go\b(?! on)/i, 'stop, hand over'],
  [/\bcannot be had\b|\bfor want of\b/i, 'cannot be read, without'],
  [/\bat work\b/i, 'working'],
  [/\bin (?:the )?place of\b/i, 'instead of'],
  [/\bputs? (?:back|right)\b/i, 'restore, correct'],
  [/\btakes? (?:its|their|the) place\b/i, 'replaces it'],
  [/\ball the same\b/i, 'still'],
  [/\banew\b|\bmeanwhile\b/i, 'again, during this time'],
  [/\d %/, '95%, without a space'],
]

/** The longest sentence in words; most should have fewer than 25. */
const LONGEST = 33

const pages = projectFiles('.md').filter(
  (file) => /^(docs|actions|examples)\//.test(file) || /^(\.github\/[A-Z]+|README|CHANGELOG)\.md$/.test(file),
)

/** What a page says outside of code, one text for each paragraph, item and table cell. */
function textsOf(page: string): readonly string[] {
  return read(page)
    .replaceAll(/^ *```.*?^ *```/gms, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .split(/\n\s*\n/)
    .flatMap((block) =>
      block.startsWith('|') ? block.split(/\n|\|/) : block.split(/\n(?=\s*(?:[-*>]|\d+\.) )/),
    )
    .map((text) => plainOf(text.replaceAll(/\s+/g, ' ').trim()))
}

/** Without links and with one word for each piece of code. */
function plainOf(text: string): string {
  return text.replaceAll(/\]\([^)]*\)/g, ']').replaceAll(/`[^`]*`/g, 'code')
}

function sentencesOf(text: string): readonly string[] {
  return text.split(/(?<=[.!?:;])\s+/)
}

const lengthOf = (sentence: string): number => sentence.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)?.length ?? 0

/** What people may read of a source: its texts with a space in them, such as messages and hints. */
function textsIn(file: string): readonly string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
      found.push(node.text)
    ts.forEachChild(node, visit)
  }
  visit(treeOf(file))
  return found.filter((text) => text.includes(' '))
}

const descriptions = actionNames().flatMap((action) => {
  const { inputs, outputs } = readActionYml(root, action)
  return Object.entries({ ...inputs, ...outputs }).map(([name, { description }]) => ({
    file: `actions/${action}/action.yml`,
    text: plainOf(`${name}: ${description}`),
  }))
})

const told = [...pages.flatMap((file) => textsOf(file).map((text) => ({ file, text }))), ...descriptions]
const messages = sources
  .filter((file) => /^(packages|actions)\//.test(file))
  .flatMap((file) => textsIn(file).map((text) => ({ file, text })))

const short = (text: string): string => (text.length > 70 ? `${text.slice(0, 70)}…` : text)

describe('what people read', () => {
  test('is there', () => {
    expect(told.length).toBeGreaterThan(1000)
    expect(messages.length).toBeGreaterThan(1000)
  })

  test.each(AVOID)('does not say %s', (word, instead) => {
    const found = [...told, ...messages].filter(({ text }) => word.test(text))
    expect(
      found.map(({ file, text }) => `${file}: ${short(text)}`),
      `write: ${instead}`,
    ).toEqual([])
  })

  test('has no sentence that is far too long', () => {
    const long = told.flatMap(({ file, text }) =>
      sentencesOf(text)
        .filter((sentence) => lengthOf(sentence) > LONGEST)
        .map((sentence) => `${file}: ${short(sentence)}`),
    )
    expectOnlyKnown('long-sentences', [...new Set(long)].sort(), 'make two sentences of it')
  })
})

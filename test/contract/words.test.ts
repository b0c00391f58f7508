import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { entriesOf, entryFile, reachedFrom } from '../../scripts/build/sources.ts'
import { readActionYml } from '../../scripts/docs/action-tables.ts'
import { actionNames } from '../support/actions.ts'
import { expectOnlyKnown } from '../support/baseline.ts'
import { projectFiles, read, root } from '../support/files.ts'
import { exportsOf, homeOf, sources, treeOf } from '../support/sources.ts'

/** Objects that hold inputs are called so wherever they are passed on. */
const INPUT = /(^|\.)(input|asked|given|settings)$/

const namesRead = new Map<string, ReadonlySet<string>>()

/** Names that a file takes from an object of inputs: by a property, in brackets, by destructuring, or with `given('name')`. */
function readIn(file: string): ReadonlySet<string> {
  const known = namesRead.get(file)
  if (known !== undefined) return known
  const found = new Set<string>()
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && INPUT.test(node.expression.getText()))
      found.add(node.name.text)
    else if (ts.isElementAccessExpression(node) && ts.isStringLiteral(node.argumentExpression))
      found.add(node.argumentExpression.text)
    else if (ts.isBindingElement(node)) {
      const name = node.propertyName ?? node.name
      if (ts.isIdentifier(name) || ts.isStringLiteral(name)) found.add(name.text)
    } else if (ts.isCallExpression(node) && node.expression.getText() === 'given') {
      for (const argument of node.arguments) if (ts.isStringLiteral(argument)) found.add(argument.text)
    }
    ts.forEachChild(node, visit)
  }
  visit(treeOf(file))
  namesRead.set(file, found)
  return found
}

/** Properties whose value is made by one of the functions that read inputs and settings, such as `url: text()`. */
function settingsIn(file: string, fields: ReadonlySet<string>): readonly string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && (ts.isIdentifier(node.name) || ts.isStringLiteral(node.name))) {
      if (callsAny(node.initializer, fields)) found.push(node.name.text)
    }
    ts.forEachChild(node, visit)
  }
  visit(treeOf(file))
  return found
}

/** Whether an expression is a call of one of these, on its own or inside other calls, as in `optional(text())`. */
function callsAny(node: ts.Expression, names: ReadonlySet<string>): boolean {
  if (!ts.isCallExpression(node)) return false
  return names.has(node.expression.getText()) || node.arguments.some((argument) => callsAny(argument, names))
}

/** Error codes: the first argument of every `new UserError(…)`. */
function codesIn(file: string): readonly string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && node.expression.getText() === 'UserError') {
      const code = node.arguments?.[0]
      if (code !== undefined && ts.isStringLiteral(code)) found.push(code.text)
    }
    ts.forEachChild(node, visit)
  }
  visit(treeOf(file))
  return found
}

/** Members of lists such as `export const VERDICT_REASONS = ['…', …] as const`. */
function reasonsIn(file: string): readonly string[] {
  return treeOf(file)
    .statements.filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .filter(({ name }) => /^[A-Z]+_REASONS$/.test(name.getText()))
    .map(({ initializer }) =>
      initializer !== undefined && ts.isAsExpression(initializer) ? initializer.expression : undefined,
    )
    .flatMap((list) => (list !== undefined && ts.isArrayLiteralExpression(list) ? [...list.elements] : []))
    .flatMap((reason) => (ts.isStringLiteral(reason) ? [reason.text] : []))
}

const pages = projectFiles('.md').filter((file) => /^(docs|actions)\//.test(file) || file === 'README.md')
const docs = pages.map(read).join('\n')
const shipped = sources.filter((file) => !file.startsWith('dev/'))

/** Whether a reader can be sent to the place: a heading of this name, or an anchor in a table. */
const hasAnchor = (name: string): boolean =>
  docs.includes(`<a id="${name.toLowerCase()}"></a>`) || new RegExp(`^#+ \`?${name}\`?$`, 'mi').test(docs)

/** Whether a page names a setting: in code, or as a key of a YAML example. */
const isNamed = (name: string): boolean =>
  docs.includes(`\`${name}\``) || new RegExp(`(^|[\\s{,(\`-])'?${name}'?: `, 'm').test(docs)

describe.each(actionNames())('%s', (action) => {
  test('reads every input that it declares', () => {
    const { files } = reachedFrom(entriesOf(action).map((entry) => entryFile(action, entry)))
    const used = new Set([...files].flatMap((file) => [...readIn(file)]))
    const unread = Object.keys(readActionYml(root, action).inputs).filter((name) => !used.has(name))
    expect(unread).toEqual([])
  })
})

describe('the docs', () => {
  test('have an anchor for every error code and every reason', () => {
    const codes = shipped.flatMap((file) => [...codesIn(file), ...reasonsIn(file)])
    const missing = [...new Set(codes)].filter((code) => !hasAnchor(code))
    expectOnlyKnown(
      'codes-without-anchor',
      missing.sort(),
      'add `<a id="code"></a>` where a docs page explains it',
    )
  })

  test('name every setting that the code reads', () => {
    const fields = new Set(exportsOf('packages/action/src/fields/fields.ts'))
    const settings = shipped
      .filter((file) => !/^packages\/(action|cli)\//.test(file))
      .flatMap((file) => settingsIn(file, fields).map((name) => `${homeOf(file)}: ${name}`))
    expect(settings.length).toBeGreaterThan(50)
    const missing = [...new Set(settings)].filter((one) => !isNamed(one.split(': ')[1] ?? ''))
    expectOnlyKnown('settings-without-docs', missing.sort(), 'describe the setting in a docs page')
  })
})

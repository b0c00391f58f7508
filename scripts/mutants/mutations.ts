import ts from 'typescript'

/** One small fault that a test should notice: the text from `start` to `end` is replaced. */
export interface Mutation {
  readonly start: number
  readonly end: number
  readonly replacement: string
  /** For people: `line 12: "<" becomes "<="`. */
  readonly what: string
}

const TWINS = new Map<ts.SyntaxKind, string>([
  [ts.SyntaxKind.LessThanToken, '<='],
  [ts.SyntaxKind.LessThanEqualsToken, '<'],
  [ts.SyntaxKind.GreaterThanToken, '>='],
  [ts.SyntaxKind.GreaterThanEqualsToken, '>'],
  [ts.SyntaxKind.EqualsEqualsEqualsToken, '!=='],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, '==='],
  [ts.SyntaxKind.AmpersandAmpersandToken, '||'],
  [ts.SyntaxKind.BarBarToken, '&&'],
  [ts.SyntaxKind.PlusToken, '-'],
  [ts.SyntaxKind.MinusToken, '+'],
  [ts.SyntaxKind.AsteriskToken, '/'],
  [ts.SyntaxKind.SlashToken, '*'],
])

/**
 * Every mutation of a file, in the order of its text: comparisons, logic and arithmetic turned around, conditions negated,
 * and statements left out that only do something or refuse something.
 */
export function mutationsOf(file: string, text: string): readonly Mutation[] {
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const found: Mutation[] = []
  const add = (node: ts.Node, replacement: string, said: string): void => {
    const start = node.getStart(tree)
    const line = tree.getLineAndCharacterOfPosition(start).line + 1
    found.push({ start, end: node.end, replacement, what: `line ${line}: ${said}` })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return
    if (ts.isBinaryExpression(node)) {
      const twin = TWINS.get(node.operatorToken.kind)
      if (twin !== undefined && !joinsTexts(node))
        add(node.operatorToken, twin, `"${node.operatorToken.getText(tree)}" becomes "${twin}"`)
    }
    if (ts.isIfStatement(node) || ts.isConditionalExpression(node)) {
      const condition = ts.isIfStatement(node) ? node.expression : node.condition
      add(condition, `!(${condition.getText(tree)})`, `the condition "${short(condition, tree)}" is negated`)
    }
    if (isOptional(node)) add(node, ';', `"${short(node, tree)}" is left out`)
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return found
}

/** Adding texts is no arithmetic. */
function joinsTexts({ left, right }: ts.BinaryExpression): boolean {
  return [left, right].some((one) => ts.isStringLiteralLike(one) || ts.isTemplateExpression(one))
}

/** A statement without which the file still compiles: a call, an assignment, or an `if` that only throws. */
function isOptional(node: ts.Node): boolean {
  if (ts.isExpressionStatement(node)) return true
  if (!ts.isIfStatement(node) || node.elseStatement !== undefined) return false
  const [only, ...others] = ts.isBlock(node.thenStatement)
    ? node.thenStatement.statements
    : [node.thenStatement]
  return only !== undefined && others.length === 0 && ts.isThrowStatement(only)
}

function short(node: ts.Node, tree: ts.SourceFile): string {
  const text = node.getText(tree).replace(/\s+/g, ' ')
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}

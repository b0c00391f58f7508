import ts from 'typescript'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Codes that no `UserError` carries: see `run.ts` of the actions and `exit.ts` of the command line. */
const WITHOUT_ERROR = ['CANCELLED', 'UNEXPECTED_ERROR']

/** Reads the error codes and the lists of reasons from source files, as the compiler sees them. */
export function codesIn(
  root: string,
  files: readonly string[],
): { errors: ReadonlySet<string>; reasons: ReadonlySet<string> } {
  const errors = new Set(WITHOUT_ERROR)
  const reasons = new Set<string>()
  for (const file of files) {
    const source = ts.createSourceFile(
      file,
      readFileSync(join(root, file), 'utf8'),
      ts.ScriptTarget.ES2022,
      true,
    )
    const visit = (node: ts.Node): void => {
      const code = codeOf(node)
      if (code !== undefined) errors.add(code)
      for (const reason of reasonsIn(node)) reasons.add(reason)
      ts.forEachChild(node, visit)
    }
    visit(source)
  }
  return { errors, reasons }
}

/** The code of an error that is made here: the first argument of `new UserError(…)`. */
function codeOf(node: ts.Node): string | undefined {
  if (!ts.isNewExpression(node) || node.expression.getText() !== 'UserError') return undefined
  const [code] = node.arguments ?? []
  return code !== undefined && ts.isStringLiteral(code) ? code.text : undefined
}

/** Words of a closed list: `SOME_REASONS = […] as const`, or `type SomeReason = 'a' | 'b'`; refusals are reasons too. */
function reasonsIn(node: ts.Node): readonly string[] {
  if (ts.isVariableDeclaration(node) && /(REASONS|REFUSALS)$/.test(node.name.getText())) {
    const list =
      node.initializer !== undefined && ts.isAsExpression(node.initializer)
        ? node.initializer.expression
        : undefined
    if (list === undefined || !ts.isArrayLiteralExpression(list)) return []
    return list.elements.flatMap((one) => (ts.isStringLiteral(one) ? [one.text] : []))
  }
  if (ts.isTypeAliasDeclaration(node) && /(Reason|Refusal)$/.test(node.name.text)) {
    const members = ts.isUnionTypeNode(node.type) ? node.type.types : [node.type]
    return members.flatMap((one) =>
      ts.isLiteralTypeNode(one) && ts.isStringLiteral(one.literal) ? [one.literal.text] : [],
    )
  }
  return []
}

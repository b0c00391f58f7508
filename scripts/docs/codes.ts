import ts from 'typescript'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the code says where it throws an error: the texts as written, with `…` for what is filled in. */
export interface Thrown {
  readonly message: string
  readonly hint: string
}

/** Every error code, with what is said in each place that throws it. */
export type ErrorCodes = ReadonlyMap<string, readonly Thrown[]>

/** Codes that no `UserError` carries: see `run.ts` of the actions and `exit.ts` of the command line. */
const WITHOUT_ERROR = ['CANCELLED', 'UNEXPECTED_ERROR']

/** Reads the error codes and the lists of reasons from source files, as the compiler sees them. */
export function codesIn(
  root: string,
  files: readonly string[],
): { errors: ErrorCodes; reasons: ReadonlySet<string> } {
  const errors = new Map<string, Thrown[]>(WITHOUT_ERROR.map((code) => [code, []]))
  const reasons = new Set<string>()
  for (const file of files) {
    const source = ts.createSourceFile(
      file,
      readFileSync(join(root, file), 'utf8'),
      ts.ScriptTarget.ES2022,
      true,
    )
    const visit = (node: ts.Node): void => {
      const thrown = thrownBy(node)
      if (thrown !== undefined) errors.set(thrown.code, [...(errors.get(thrown.code) ?? []), thrown])
      for (const reason of reasonsIn(node)) reasons.add(reason)
      ts.forEachChild(node, visit)
    }
    visit(source)
  }
  return { errors, reasons }
}

function thrownBy(node: ts.Node): ({ readonly code: string } & Thrown) | undefined {
  if (!ts.isNewExpression(node) || node.expression.getText() !== 'UserError') return undefined
  const [code, message, hint] = node.arguments ?? []
  if (code === undefined || !ts.isStringLiteral(code)) return undefined
  return { code: code.text, message: textOf(message), hint: textOf(hint) }
}

/** A text as written; blank where it is put together elsewhere. */
function textOf(node: ts.Expression | undefined): string {
  if (node === undefined) return ''
  if (ts.isStringLiteralLike(node)) return node.text
  if (!ts.isTemplateExpression(node)) return ''
  return [node.head.text, ...node.templateSpans.map(({ literal }) => `…${literal.text}`)].join('')
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

import { dirname, join, relative } from 'node:path'
import ts from 'typescript'

/** Where code is, and what is declared there. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly name: string
}

/** Finds what is left over, see `codeOf`. Paths are relative to the root. */
export interface Code {
  /**
   * Declarations that nothing needs. `started` are files that something starts: they are needed as a whole. `needed` are
   * declarations that are needed for another reason, as `FILE NAME`.
   */
  readonly unreached: (started: readonly string[], needed?: readonly string[]) => readonly Place[]
}

/** A statement at the top of a file, or a file that is needed as a whole. */
type Part = ts.Statement | ts.SourceFile

/**
 * The code of some files. What is declared at the top of one is reached when a started file names it, or anything that such
 * a file names, and so on, by value or by type. Members of classes and of interfaces count as their class and interface do.
 */
export function codeOf(root: string, files: readonly string[]): Code {
  const program = programOf(files.map((file) => join(root, file)))
  const wanted = new Set(files)
  const trees = new Map(
    program.getSourceFiles().flatMap((tree) => {
      const file = relative(root, tree.fileName)
      return wanted.has(file) ? [[file, tree] as const] : []
    }),
  )
  const places = new Map(
    [...trees.values()].flatMap((tree) =>
      declarationsOf(tree).map((each) => [each, placeOf(root, each)] as const),
    ),
  )
  const namer = createNamer(program, new Set(trees.values()))
  return {
    unreached: (started, needed = []) => {
      const reached = reachedFrom(namer, [
        ...started.flatMap((file) => trees.get(file) ?? []),
        ...[...places].flatMap(([part, { file, name }]) =>
          needed.includes(`${file} ${name}`) ? [part] : [],
        ),
      ])
      return [...places].flatMap(([part, place]) => (reached.has(part) ? [] : [place]))
    },
  }
}

function reachedFrom(namer: Namer, starts: readonly Part[]): ReadonlySet<Part> {
  const reached = new Set<Part>()
  const evaluated = new Set<ts.SourceFile>()
  const waiting = [...starts]
  const evaluate = (tree: ts.SourceFile): void => {
    if (evaluated.has(tree)) return
    evaluated.add(tree)
    waiting.push(...tree.statements.filter(isEffect))
    for (const other of namer.imported(tree)) evaluate(other)
  }
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    if (reached.has(part)) continue
    reached.add(part)
    evaluate(part.getSourceFile())
    waiting.push(...(ts.isSourceFile(part) ? declarationsOf(part) : namer.namedBy(part)))
  }
  return reached
}

/** The files alone, without libraries and their types: names are all that is asked for. */
function programOf(files: readonly string[]): ts.Program {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.NodeNext,
    moduleDetection: ts.ModuleDetectionKind.Force,
    allowImportingTsExtensions: true,
    noEmit: true,
    noLib: true,
    types: [],
  }
  const host = ts.createCompilerHost(options, true)
  host.resolveModuleNameLiterals = (names, from) =>
    names.map(({ text }) => ({
      resolvedModule: /^(\.|@sluice\/)/.test(text)
        ? ts.resolveModuleName(text, from, options, host).resolvedModule
        : undefined,
    }))
  return ts.createProgram(files, options, host)
}

function declarationsOf(tree: ts.SourceFile): readonly ts.Statement[] {
  return tree.statements.filter(
    (one) => !ts.isImportDeclaration(one) && !ts.isExportDeclaration(one) && !ts.isEmptyStatement(one),
  )
}

/** A statement that does something as soon as its file is imported. */
function isEffect(statement: ts.Statement): boolean {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.some(
      ({ initializer }) => initializer !== undefined && ts.isAwaitExpression(initializer),
    )
  return (
    ts.isExpressionStatement(statement) ||
    ts.isIfStatement(statement) ||
    ts.isIterationStatement(statement, false)
  )
}

function placeOf(root: string, statement: ts.Statement): Place {
  const tree = statement.getSourceFile()
  const declared = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [statement]
  const names = declared.flatMap((each) => ('name' in each ? [(each.name as ts.Node).getText()] : []))
  return {
    file: relative(root, tree.fileName),
    line: tree.getLineAndCharacterOfPosition(statement.getStart()).line + 1,
    name: names.join(', ') || 'a statement',
  }
}

interface Namer {
  /** What a statement names, of the files asked about. */
  readonly namedBy: (statement: ts.Statement) => ReadonlySet<Part>
  /** Files that are evaluated when this one is imported. */
  readonly imported: (tree: ts.SourceFile) => readonly ts.SourceFile[]
}

function createNamer(program: ts.Program, trees: ReadonlySet<ts.SourceFile>): Namer {
  const checker = program.getTypeChecker()
  const known = new Map<ts.Statement, Set<Part>>()
  const behind = (symbol: ts.Symbol | undefined): ts.Symbol | undefined =>
    symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0
      ? checker.getAliasedSymbol(symbol)
      : symbol
  const partsOf = (symbol: ts.Symbol | undefined): readonly Part[] =>
    (behind(symbol)?.declarations ?? []).flatMap((declaration) => {
      const part = partAround(declaration)
      return part !== undefined && trees.has(part.getSourceFile()) ? [part] : []
    })
  const exportsOf = (module: ts.Symbol, names?: ReadonlySet<string>): readonly Part[] =>
    checker
      .getExportsOfModule(module)
      .filter(({ name }) => names === undefined || names.has(name))
      .flatMap(partsOf)
  /** The module that an expression such as `stats` or `compat.argo` stands for. */
  const moduleOf = (node: ts.Node): ts.Symbol | undefined => {
    const [left, name] = partsOfPath(node)
    if (name === undefined) return undefined
    const own = left === undefined ? undefined : moduleOf(left)
    const found = behind(
      left === undefined
        ? checker.getSymbolAtLocation(name)
        : own && checker.getExportsOfModule(own).find((each) => each.name === name.text),
    )
    return found !== undefined && (found.flags & ts.SymbolFlags.ValueModule) !== 0 ? found : undefined
  }
  const byIdentifier = (node: ts.Identifier): readonly Part[] => {
    const { parent } = node
    const [left] = isPath(parent) ? partsOfPath(parent) : []
    if (left !== undefined && left !== node) {
      const module = moduleOf(left)
      return module === undefined ? [] : exportsOf(module, new Set([node.text]))
    }
    if (ts.isBindingElement(parent) && parent.propertyName === node) return []
    const symbol = ts.isShorthandPropertyAssignment(parent)
      ? checker.getShorthandAssignmentValueSymbol(parent)
      : checker.getSymbolAtLocation(node)
    const module = moduleOf(node)
    // A module that is handed on as a value is needed as a whole.
    if (module !== undefined) return left === node ? [] : exportsOf(module)
    return partsOf(symbol)
  }
  return {
    namedBy: (statement) => {
      const found = known.get(statement) ?? new Set<Part>()
      if (known.has(statement)) return found
      known.set(statement, found)
      const visit = (node: ts.Node): void => {
        const parts = ts.isIdentifier(node)
          ? byIdentifier(node)
          : ts.isStringLiteral(node)
            ? byText(node, statement)
            : []
        for (const part of parts) if (part !== statement) found.add(part)
        ts.forEachChild(node, visit)
      }
      visit(statement)
      return found
    },
    imported: (tree) =>
      tree.statements.flatMap((statement) => {
        if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return []
        const module = statement.moduleSpecifier && checker.getSymbolAtLocation(statement.moduleSpecifier)
        return (module?.declarations ?? []).filter(ts.isSourceFile).filter((one) => trees.has(one))
      }),
  }

  /** What is imported when it is first needed, and the script of a thread, which is named by its path. */
  function byText(node: ts.StringLiteral, statement: ts.Statement): readonly Part[] {
    const module = isImported(node) ? checker.getSymbolAtLocation(node) : undefined
    if (module !== undefined) {
      const files = (module.declarations ?? []).filter(ts.isSourceFile).filter((one) => trees.has(one))
      const effects = files.flatMap((file) => file.statements.filter(isEffect))
      return [...effects, ...exportsOf(module, wordsOf(statement))]
    }
    const script = node.text.endsWith('.ts')
      ? program.getSourceFile(join(dirname(node.getSourceFile().fileName), node.text))
      : undefined
    return script !== undefined && trees.has(script) ? [script] : []
  }
}

/** Whether a text is the module of an `import(…)`, as a value or as a type. */
function isImported(node: ts.StringLiteral): boolean {
  const { parent } = node
  if (ts.isLiteralTypeNode(parent)) return ts.isImportTypeNode(parent.parent)
  return ts.isCallExpression(parent) && parent.expression.kind === ts.SyntaxKind.ImportKeyword
}

function isPath(node: ts.Node): node is ts.PropertyAccessExpression | ts.QualifiedName {
  return ts.isPropertyAccessExpression(node) || ts.isQualifiedName(node)
}

/** `a.b` in two, and `a` as a name alone. */
function partsOfPath(node: ts.Node): readonly [left?: ts.Node | undefined, name?: ts.Identifier] {
  if (ts.isIdentifier(node)) return [undefined, node]
  if (ts.isQualifiedName(node)) return [node.left, node.right]
  return ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.name) ? [node.expression, node.name] : []
}

/** The statement at the top of its file that a declaration is, or is in. */
function partAround(declaration: ts.Node): ts.Statement | undefined {
  let node = declaration
  while (node.parent !== undefined && !ts.isSourceFile(node.parent)) node = node.parent
  return ts.isStatement(node) ? node : undefined
}

function wordsOf(statement: ts.Statement): ReadonlySet<string> {
  const words = new Set<string>()
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) words.add(node.text)
    else if (node.kind === ts.SyntaxKind.DefaultKeyword) words.add('default')
    ts.forEachChild(node, visit)
  }
  visit(statement)
  return words
}

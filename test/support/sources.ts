import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { projectFiles, read, root } from './files.ts'

/** Every source file of the packages, the actions and what helps us build, by path from the root. */
export const sources = projectFiles('.ts').filter((file) =>
  /^(packages|actions|dev)\/[^/]+\/src\//.test(file),
)

/** `packages/judge` of `packages/judge/src/fixed/welch.ts`. */
export const homeOf = (file: string): string => file.split('/').slice(0, 2).join('/')

const imports = new Map<string, readonly string[]>()

/** What a file imports or exports from elsewhere, as the compiler sees it. */
export function importsOf(file: string): readonly string[] {
  const found =
    imports.get(file) ??
    ts.preProcessFile(read(file), true, true).importedFiles.map(({ fileName }) => fileName)
  imports.set(file, found)
  return found
}

/** The same without what is only loaded when it is first needed, by `import(…)`. */
export function importsAtOnce(file: string): readonly string[] {
  return treeOf(file).statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return []
    const { moduleSpecifier: name } = statement
    return name !== undefined && ts.isStringLiteral(name) ? [name.text] : []
  })
}

/** The file of ours behind a relative import, or behind the name of a package; undefined for a library. */
export function resolveImport(from: string, name: string): string | undefined {
  if (name.startsWith('.')) return join(dirname(from), name)
  const [, ours, inner] = /^@sluice\/([^/]+)(?:\/(.+))?$/.exec(name) ?? []
  if (ours === undefined) return undefined
  return ['packages', 'dev']
    .map((home) => `${home}/${ours}/src/${inner === undefined ? '' : `${inner}/`}index.ts`)
    .find((path) => existsSync(join(root, path)))
}

const parsed = new Map<string, ts.SourceFile>()

/** The syntax tree of a file. */
export function treeOf(file: string): ts.SourceFile {
  const tree = parsed.get(file) ?? ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true)
  parsed.set(file, tree)
  return tree
}

/** Names that a file itself declares and exports. */
export function exportsOf(file: string): readonly string[] {
  return treeOf(file).statements.flatMap((statement) => {
    const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined
    if (modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) !== true) return []
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.flatMap(({ name }) =>
        ts.isIdentifier(name) ? [name.text] : [],
      )
    }
    const named = statement as { readonly name?: ts.Node }
    return named.name !== undefined && ts.isIdentifier(named.name) ? [named.name.text] : []
  })
}

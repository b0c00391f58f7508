import { selectorsOf, type Edit, type Expr, type Matcher } from './promql.ts'

/** Stands in a query where the original fills in the candidate, and the stable version, when it runs. */
export const CANDIDATE_MARK = 'sluice-mark-candidate'
export const BASELINE_MARK = 'sluice-mark-baseline'

/** How the two versions are told apart in a query. */
export interface QueryArms {
  readonly edits: readonly Edit[]
  /** Labels that have `$arm` now. */
  readonly labels: readonly string[]
  /** `mark`: the original filled it in. `name`: it named the candidate. `label`: a label with a usual name. `added`: a guess. */
  readonly how: 'mark' | 'name' | 'label' | 'added'
  /** What stood there, for `name` and `label`. */
  readonly candidate?: string
}

const USUAL =
  /^(version|app_version|track|canary|role|variant|revision|slot|colou?r|subset|destination_version|destination_subset|backend_subset|destination_revision)$/

/** The label that a query gets where nothing in it tells the versions apart. */
export const GUESSED_LABEL = 'version'

/** Finds what tells the versions apart. `names` are what the tool calls them. */
export function armsIn(expr: Expr, names: readonly string[]): QueryArms {
  const selectors = selectorsOf(expr)
  const matchers = selectors.flatMap((one) => one.matchers)
  const marked = matchers.filter(({ value }) => value.includes(CANDIDATE_MARK))
  if (marked.length > 0) return made(marked, CANDIDATE_MARK, 'mark')
  for (const name of names) {
    const named = matchers.filter(({ value }) => namePattern(name).test(value))
    if (named.length > 0) return { ...made(named, namePattern(name), 'name'), candidate: name }
  }
  const usual = matchers.filter(
    ({ label, op, value }) => USUAL.test(label) && op.text === '=' && value !== '',
  )
  const values = new Set(usual.map(({ value }) => value))
  const [only] = values
  if (only !== undefined && values.size === 1) return { ...made(usual, only, 'label'), candidate: only }
  const edits = selectors.map(({ insert }): Edit => {
    const { at, before, after } = insert
    return { from: at, to: at, text: `${before}${GUESSED_LABEL}="$arm"${after}` }
  })
  return { edits, labels: [GUESSED_LABEL], how: 'added' }
}

/** Whether the original also reads the stable version: then it compares by itself. */
export function readsBaseline(text: string): boolean {
  return text.includes(BASELINE_MARK)
}

function namePattern(name: string): RegExp {
  return new RegExp(`(?<![\\w-])${name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`)
}

function made(matchers: readonly Matcher[], what: string | RegExp, how: QueryArms['how']): QueryArms {
  const edits = matchers.map(({ inside, value, op }): Edit => {
    const isPattern = op.text.endsWith('~')
    return { ...inside, text: value.replace(what, () => (isPattern ? '${arm:regex}' : '$arm')) }
  })
  return { edits, labels: [...new Set(matchers.map(({ label }) => label))], how }
}

import {
  findPullRequest,
  listCheckRuns,
  MAX_OUTPUT_BYTES,
  publishing,
  upsertCheckRun,
  upsertComment,
  type Published,
} from '@sluice/github'
import { renderMarkdown, renderTerminal, renderTitle, type Framing } from '@sluice/report'
import type { Exit, Io } from '@sluice/action'
import { digestOf, writtenPolicy, type Policy, type Verdict } from '@sluice/verdict'
import { checkConclusion, type WhenInconclusive } from './conclusion.ts'
import type { Connection } from './connect.ts'
import { evidenceDocument, ridingText, type EvidenceDocument } from './evidence.ts'
import type { Place } from './inputs.ts'
import { NO_SECTIONS, writeReport, type Sections } from './report-files.ts'

interface Asked {
  readonly publish: readonly Place[]
  readonly 'when-inconclusive': WhenInconclusive
  readonly 'report-dir': string
  readonly 'signing-key'?: string | undefined
}

/** The outputs that publishing gives an action. */
export interface PublishedOutputs {
  readonly verdict: string
  readonly report: string
  readonly 'check-url': string
  readonly 'comment-url': string
}

type Told = Pick<PublishedOutputs, 'check-url' | 'comment-url'>

/** Of a run that has nothing to say. */
export const NOTHING_PUBLISHED: PublishedOutputs = {
  verdict: '',
  report: '',
  'check-url': '',
  'comment-url': '',
}

/** How a run ended, with the verdict that people were told, if any. */
export interface ToldExit<O extends string> extends Exit<O> {
  readonly told?: { readonly verdict: Verdict; readonly framing: Framing }
  /** One sentence: what was done. */
  readonly said?: string
}

/** Tells people about a verdict. Nothing here throws for GitHub's sake: a verdict stands although it could not be shown. */
export interface Publisher {
  /**
   * Shows where an analysis stands: one line in the log for each look, and on the check only what moves the rollout, so
   * that looking costs no requests. Judging never waits for it.
   */
  readonly progress: (verdict: Verdict, framing: Framing) => void
  /**
   * Shows what it came to, everywhere the user asked for, and writes the report files. A check carries the verdict only
   * where it has been `decided` by it.
   */
  readonly final: (
    verdict: Verdict,
    framing: Framing,
    sections?: Sections,
    standing?: CheckStanding,
  ) => Promise<PublishedOutputs>
  /**
   * Completes check and comment, and writes no report files. A `final` of the same decision and without sections does not
   * write them again.
   */
  readonly conclude: (
    verdict: Verdict,
    framing: Framing,
    standing: CheckStanding,
    sections?: Sections,
  ) => Promise<void>
  /** What the check of this policy carries; '' where there is none, or it cannot be read. */
  readonly recall: (policy: Policy) => Promise<string>
}

/**
 * What a check says. `open`: it stays in progress, for a hold is not a verdict. `ended`: it is complete, and the evidence
 * did not decide; however good it was, nobody may take it for a pass.
 */
export type CheckStanding = 'decided' | 'open' | 'ended'

/** Decisions after which the next job looks again. */
const GOES_ON: ReadonlySet<string> = new Set(['hold', 'advance', 'pause'])

/** Telling people is worth this long, and no longer. */
const TELLING_MS = 15_000

/**
 * A publisher for one run of one action. What `carries` returns travels in the text of the check while that is open, in at
 * most so many bytes. Two runs write the same check where they are about the same `analysis`: its policy, or what the
 * action says, where not every run knows the whole policy.
 */
export function openPublisher(
  action: string,
  asked: Asked,
  connection: Connection,
  io: Io,
  carries: (mostBytes: number) => string | undefined = () => undefined,
  analysis?: string,
): Publisher {
  const { subject, pullRequest, runUrl } = connection
  const name = `Sluice ${action} (${subject.environment}, ${subject.service})`
  const key = [action, subject.environment, subject.service]
  const said = new Set<string>()
  // How a cancelled run ended must be told as well.
  const github = connection.reconnect(new AbortController().signal, TELLING_MS)
  /** What this run has written already: a list that lags must not make it write a second one. */
  const ids: { check?: number; comment?: number } = {}
  let shown = ''
  let telling: Promise<void> = Promise.resolve()
  let logged = ''
  let busy = false

  const url = (what: Place, published: Published<{ readonly url: string }> | undefined): string => {
    if (published === undefined) return ''
    if (published.published) return published.value.url
    if (!said.has(published.because)) io.log.warning(`The ${what} could not be written: ${published.because}`)
    said.add(published.because)
    return ''
  }

  // As people wrote it: what was learned about noise differs from run to run.
  const externalIdOf = (policy: Policy): string =>
    `${key.join(':')}:${analysis ?? digestOf(writtenPolicy(policy))}`

  const check = async (
    verdict: Verdict,
    framing: Framing,
    markdown: string,
    standing: CheckStanding = 'open',
    document?: EvidenceDocument,
  ): Promise<string> => {
    const done = standing !== 'open'
    const rides = document !== undefined && standing === 'decided'
    const outcome = standing === 'ended' && verdict.outcome === 'pass' ? 'inconclusive' : verdict.outcome
    if (!asked.publish.includes('check') || github === undefined) return ''
    // Packing takes time, and nothing may hold up the way back.
    const carried = !done && GOES_ON.has(framing.decision) ? carries(MAX_OUTPUT_BYTES) : undefined
    const text = rides ? ridingText(document, runIdOf(connection.run)) : carried
    const published = await upsertCheckRun(github, {
      name,
      headSha: subject.sha,
      ...(ids.check === undefined ? {} : { id: ids.check }),
      externalId: externalIdOf(verdict.policy.document),
      status: done ? 'completed' : 'in_progress',
      ...(done ? { conclusion: checkConclusion(outcome, asked['when-inconclusive']) } : {}),
      title: renderTitle(verdict, framing),
      summary: markdown,
      ...(text === undefined ? {} : { text }),
      ...(runUrl === undefined ? {} : { detailsUrl: runUrl, whenCut: whole(runUrl) }),
    })
    if (published.published) ids.check = published.value.id
    return url('check', published)
  }

  // A push names no pull request; people look for the report on the one that the commit came from.
  let found: Promise<number | undefined> | undefined
  const pullRequestToTell = async (): Promise<number | undefined> => {
    if (pullRequest !== undefined || github === undefined) return pullRequest
    found ??= publishing(async () => await findPullRequest(github, subject.sha)).then((looked) => {
      if (looked.published) return looked.value
      url('comment', looked)
      return undefined
    })
    return await found
  }

  const comment = async (markdown: string): Promise<string> => {
    if (!asked.publish.includes('comment') || github === undefined) return ''
    const issue = await pullRequestToTell()
    if (issue === undefined) return ''
    const whenCut = runUrl === undefined ? {} : { whenCut: whole(runUrl) }
    const known = ids.comment === undefined ? {} : { id: ids.comment }
    const published = await upsertComment(github, { issue, key, body: markdown, ...known, ...whenCut })
    if (published.published) ids.comment = published.value.id
    return url('comment', published)
  }

  const framed = (framing: Framing): Framing => (runUrl === undefined ? framing : { ...framing, runUrl })

  const tell = async (
    verdict: Verdict,
    framing: Framing,
    standing: CheckStanding,
    document: EvidenceDocument,
    markdown: string,
  ): Promise<Told> => ({
    'check-url': await check(verdict, framing, markdown, standing, document),
    'comment-url': await comment(markdown),
  })
  let concluded: { readonly decision: string; readonly urls: Told } | undefined

  return {
    progress: (verdict, framing) => {
      const text = renderTerminal(verdict, framing)
      const waits = framing.decision === 'hold'
      const same = framing.decision === logged
      logged = framing.decision
      // A long wait is one line a look, folded; the table is shown when something changes.
      if (same) io.log.folded(`Each look since then (${framing.did})`, text.split('\n')[0] ?? '')
      else io.log.info(text)
      if (concluded !== undefined) return
      if (busy || framing.decision === shown || (waits && shown !== '')) return
      shown = framing.decision
      const markdown = renderMarkdown(verdict, framed(framing))
      busy = true
      telling = check(verdict, framing, markdown)
        .then(() => undefined)
        // Only a cancellation throws here, and the work itself will meet it.
        .catch(() => undefined)
        .finally(() => (busy = false))
    },
    recall: async (policy) => {
      if (!asked.publish.includes('check') || github === undefined) return ''
      const listed = await publishing(async () => await listCheckRuns(github, subject.sha, name))
      const known = listed.published
        ? listed.value.find(({ externalId }) => externalId === externalIdOf(policy))
        : undefined
      // It need not be looked for again.
      if (known !== undefined) ids.check ??= known.id
      return known?.text ?? ''
    },
    conclude: async (verdict, framing, standing, sections = NO_SECTIONS) => {
      await telling
      const document = evidenceDocument(verdict, asked['signing-key'], io.now())
      const before = said.size
      const markdown = renderMarkdown(verdict, framed(framing), sections.markdown)
      const urls = await tell(verdict, framing, standing, document, markdown)
      // What could not be written is tried once more at the very end.
      if (said.size === before) concluded = { decision: framing.decision, urls }
    },
    final: async (verdict, framing, sections = NO_SECTIONS, standing = 'decided') => {
      await telling
      const document = evidenceDocument(verdict, asked['signing-key'], io.now())
      const files = await writeReport(
        verdict,
        framed(framing),
        sections,
        io.facts.workspace,
        asked['report-dir'],
        document,
      )
      const markdown = renderMarkdown(verdict, framed(framing), sections.markdown)
      if (asked.publish.includes('summary')) await io.summary(markdown)
      const same = concluded?.decision === framing.decision && sections === NO_SECTIONS
      const known = same ? concluded?.urls : undefined
      return { ...files, ...(known ?? (await tell(verdict, framing, standing, document, markdown))) }
    },
  }
}

/** `17.2` is the second attempt of run 17; outside a workflow there is none. */
function runIdOf(run: string): number | undefined {
  const id = Number(run.split('.')[0])
  return Number.isSafeInteger(id) ? id : undefined
}

function whole(runUrl: string): string {
  return `\n\n_Cut to fit. The whole report is in the files of [this run](${runUrl})._\n`
}

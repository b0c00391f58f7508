import { dirname, resolve } from 'node:path'
import { fileTrouble, Unacceptable, UserError } from '@sluice/action'
import {
  fileKey,
  filesFrom,
  joinPolicies,
  policyCases,
  readPolicyDraft,
  runPolicyCases,
  type CaseResult,
  type GatePolicy,
  type PolicyCase,
} from '@sluice/gate'
import { defineCommand, type CliIo } from '../command.ts'

/** Stands for the organization's repository, where files that its policy names are looked for beside it. */
const ORGANIZATION = 'organization'

/** Decides cases under a policy, without GitHub. */
export const testCommand = defineCommand(
  {
    name: 'gate test',
    about:
      'Decides the cases of CASES under a gate policy, without GitHub, and compares with what they expect. Signatures, attestations and provenance count as good; docs/gate.md describes the cases.',
    usage: ['CASES --policy FILE [--organization FILE]'],
    options: {
      policy: { value: 'FILE', about: 'gate policy of the repository', fallback: '.github/sluice-gate.yml' },
      organization: { value: 'FILE', about: 'gate policy of the organization' },
    },
    operands: ['CASES'],
    examples: ['gate test .github/sluice-gate.cases.yml --policy .github/sluice-gate.yml'],
    exits: '0 all cases pass, 1 some do not, 3 wrong input',
  },
  async ({ policy: path, organization, json }, [casesPath = ''], io) => {
    const own = readPolicyDraft(await read(io, path), path)
    const common =
      organization === undefined
        ? undefined
        : filesFrom(ORGANIZATION, readPolicyDraft(await read(io, organization), organization))
    const { policy, ignored } = joinPolicies(common, own, path)
    const cases = casesIn(await read(io, casesPath), casesPath)
    const results = runPolicyCases(policy, cases, await calendarsOf(policy, path, organization, io))
    io.stdout(json ? `${JSON.stringify({ ignored, cases: results.map(brief) })}\n` : textOf(results, ignored))
    return results.every(({ problems }) => problems.length === 0) ? 0 : 1
  },
)

async function read(io: CliIo, path: string): Promise<string> {
  try {
    return await io.readFile(path)
  } catch (error) {
    throw new UserError('NO_FILE', `${path}: ${fileTrouble(error) ?? String(error)}`, 'Give another path.')
  }
}

function casesIn(text: string, path: string): readonly PolicyCase[] {
  try {
    return policyCases.parse(text)
  } catch (error) {
    if (!(error instanceof Unacceptable)) throw error
    throw new UserError('BAD_CASES', `${path}: ${error.message}`, `Fix ${path}.`)
  }
}

/** Calendars as the policy names them: paths from the top of a repository, here from the folder above `.github`. */
async function calendarsOf(
  policy: GatePolicy,
  path: string,
  organization: string | undefined,
  io: CliIo,
): Promise<Readonly<Record<string, string>>> {
  const calendars = policy.freeze.filter((one) => one.kind === 'calendar')
  const texts = calendars.map(async (one) => {
    const file = one.repository === undefined ? path : (organization ?? path)
    const top = resolve(dirname(file)).replace(/[\\/]\.github$/, '')
    return [fileKey(one), await read(io, resolve(top, one.path))] as const
  })
  return Object.fromEntries(await Promise.all(texts))
}

function brief({ name, decided, problems }: CaseResult): object {
  const unmet = decided.conditions.filter(({ met }) => !met).map(({ reason }) => reason)
  return { name, decision: decided.decision, reason: decided.reason, unmet, problems }
}

function textOf(results: readonly CaseResult[], ignored: readonly string[]): string {
  const lines = results.map(({ name, decided, problems }) =>
    problems.length === 0
      ? `ok    ${name}: ${decided.decision} (${decided.reason})`
      : `FAIL  ${name}: ${problems.join('; ')}`,
  )
  const notes = ignored.map((name) => `note  ${name}: the policy of the organization is stricter`)
  return `${[...notes, ...lines].join('\n')}\n`
}

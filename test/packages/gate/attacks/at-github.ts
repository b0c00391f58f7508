import { artifactLink, carry, encode } from '@sluice/verdict'
import {
  collectByArtifact,
  collectDeployments,
  collectFromChecks,
  collectOverrides,
  decideGate,
  type GateDecision,
} from '@sluice/gate'
import { connectGitHub } from '@sluice/github'
import { zipOf } from '../../../actions/promote-gate/zip-of.ts'
import { startPlainGitHub, type PlainGitHub } from '../plain-github.ts'
import { HOUR, NOW, policyOf, SHA, signed, target, verdict } from '../world.ts'
import type { Attack } from './documents.ts'
import { RULE, run } from './situations.ts'

/** What is at GitHub, read by the collectors from a stand-in. */
const found =
  (prepare: (plain: PlainGitHub) => void, yaml = '', artifact?: string) =>
  async (): Promise<GateDecision> => {
    const plain = await startPlainGitHub()
    try {
      prepare(plain)
      const github = connectGitHub({
        token: 'ghs_0123456789abcdef',
        apiUrl: plain.url,
        repository: 'acme/shop',
        signal: new AbortController().signal,
        log: { warning: () => {} },
        client: 'app',
        retryBaseMs: 1,
        secondMs: 1,
      })
      const policy = policyOf(yaml)
      const about = artifact === undefined ? target : { ...target, artifact }
      const checks = await collectFromChecks(github, SHA, policy.postedBy)
      const history = await collectDeployments(github, about, policy)
      const elsewhere = await collectByArtifact(github, about, policy, NOW)
      const overrides = await collectOverrides(github, about, policy, NOW)
      return decideGate(
        policy,
        {
          target: about,
          documents: [...checks, ...history.documents, ...elsewhere.documents],
          rolledBack: [...history.rolledBack, ...elsewhere.rolledBack],
          deployedTo: history.deployedTo,
          files: {},
          overrides: overrides.requests,
          authors: overrides.authors,
          rejudge: () => [],
          run,
        },
        NOW,
      )
    } finally {
      await plain.close()
    }
  }
const NAME = 'Sluice canary-step (production, api)'
const good = (): string => signed().text ?? ''
const zipped = (plain: PlainGitHub, head: string, name: string, content: string): void => {
  plain.state.runs.set(9, {
    id: 9,
    head_sha: head,
    status: 'completed',
    path: 'x',
    event: 'push',
    head_branch: 'main',
    created_at: '',
    html_url: '',
    conclusion: 'success',
  })
  plain.state.artifacts.set(9, [{ name: 'sluice-report', content: zipOf(name, content) }])
  plain.state.check(SHA, NAME, artifactLink({ name: 'sluice-report', runId: 9 }))
}
const comment = (plain: PlainGitHub, author: string, body: string, change: object = {}): void => {
  plain.state.pulls.set(SHA, [{ number: 1, author: 'mona' }])
  const at = new Date(NOW - 60_000).toISOString()
  plain.state.comments.set(1, [
    {
      html_url: `c${author}`,
      body,
      user: { login: author, type: 'User' },
      author_association: 'MEMBER',
      created_at: at,
      updated_at: at,
      ...change,
    },
  ])
}

export const AT_GITHUB: readonly Attack[] = [
  [
    'post a pass as another App',
    'foreign_app',
    found(({ state }) => void state.check(SHA, NAME, carry(good()), 'evil-app')),
  ],
  [
    'post an unsigned pass as a workflow',
    'not_signed',
    found(({ state }) => void state.check(SHA, NAME, carry(encode(verdict())))),
  ],
  [
    'post a compressed bomb',
    'unreadable',
    found(({ state }) => void state.check(SHA, NAME, carry('0'.repeat(20 * 1024 * 1024)))),
  ],
  [
    'post garbage where a verdict is',
    'unreadable',
    found(({ state }) => void state.check(SHA, NAME, '<!-- sluice:verdict AAAA -->')),
  ],
  [
    'point to an artifact of another commit',
    'unreadable',
    found((plain) => zipped(plain, 'c'.repeat(40), 'verdict.signed.json', good())),
  ],
  [
    'upload a zip that is a bomb',
    'unreadable',
    found((plain) => zipped(plain, SHA, 'verdict.signed.json', '0'.repeat(20 * 1024 * 1024))),
  ],
  [
    'upload a zip without a verdict',
    'evidence_missing',
    found((plain) => zipped(plain, SHA, 'other.json', good())),
  ],
  [
    'bury a fail under 1,000 check runs',
    'TOO_MANY_CHECKS',
    found(({ state }) => {
      for (let i = 0; i < 1000; i++) state.check(SHA, NAME, '')
    }),
  ],
  [
    'bury a fail under 1,000 deployments',
    'TOO_MANY_DEPLOYMENTS',
    found(({ state }) => {
      for (let i = 0; i < 1000; i++) state.deployment({ sha: SHA })
    }),
  ],
  [
    'put a pass into a deployment that a person made',
    'foreign_app',
    found(
      ({ state }) =>
        void state.deployment({ sha: SHA, payload: { verdict: good() }, creator: { login: 'mallory' } }),
    ),
  ],
  [
    'post a pass as the gate itself',
    'evidence_missing',
    found(({ state }) => void state.check(SHA, 'Sluice promote-gate (production, api)', carry(good()))),
  ],
  [
    'write a verdict into a comment',
    'evidence_missing',
    found((plain) => comment(plain, 'mallory', carry(good()), {}), RULE),
  ],
  [
    'hide a rollback behind an inactive status',
    'earlier_attempt_failed',
    found(({ state }) => {
      state.check(SHA, NAME, carry(good()))
      const id = state.deployment({ sha: SHA, task: 'sluice:api' })
      state.status(id, 'failure')
      state.status(id, 'inactive')
    }),
  ],
  [
    'claim a deployment to staging as a person',
    'not_deployed_before',
    found(({ state }) => {
      state.check(SHA, NAME, carry(good()))
      const id = state.deployment({ sha: SHA, environment: 'staging', creator: { login: 'mallory' } })
      state.status(id, 'success')
    }, 'after: [staging]'),
  ],
  [
    'override from outside the team, at GitHub',
    'not_in_team',
    found((plain) => {
      plain.state.check(SHA, NAME, carry(good()))
      comment(plain, 'mallory', `/sluice override production ${SHA} let me through please`)
    }, RULE),
  ],
  [
    "override one's own pull request, at GitHub",
    'own_change',
    found((plain) => {
      plain.state.check(SHA, NAME, carry(good()))
      plain.state.members.add('release-managers/mona')
      comment(plain, 'mona', `/sluice override production ${SHA} let me through please`)
    }, RULE),
  ],
  [
    'edit a comment into an override, at GitHub',
    'edited',
    found((plain) => {
      plain.state.check(SHA, NAME, carry(good()))
      plain.state.members.add('release-managers/rita')
      comment(plain, 'rita', `/sluice override production ${SHA} let me through please`, {
        updated_at: new Date(NOW).toISOString(),
      })
    }, RULE),
  ],
  [
    'rebuild the same artifact as another commit after a fail',
    'earlier_attempt_failed',
    found(
      ({ state }) => {
        const [other, artifact] = ['c'.repeat(40), `sha256:${'b'.repeat(64)}`]
        state.check(
          other,
          NAME,
          carry(
            signed(verdict('worse', { to: NOW - 3 * HOUR, subject: { sha: other } }), NOW - 3 * HOUR).text ??
              '',
          ),
        )
        state.deployment({ sha: other, task: 'sluice:api', payload: { identity: { sha: other, artifact } } })
        state.check(SHA, NAME, carry(good()))
      },
      '',
      `sha256:${'b'.repeat(64)}`,
    ),
  ],
]

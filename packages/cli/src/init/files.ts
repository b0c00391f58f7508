import type { Fields } from '@sluice/action'
import { METRIC_NAMINGS, type MetricNaming } from './detect.ts'

/** What `init` writes files from. */
export interface InitAnswers {
  readonly service: string
  readonly router: string
  readonly metrics: MetricNaming
  readonly prometheus: string
  readonly deploy: string
}

/** Stands where only a person can know the value; `doctor` looks for it. */
export const CHANGE_ME = 'CHANGE-ME'

/** Editors complete and check the settings by it. */
export const SCHEMA =
  'https://raw.githubusercontent.com/sluice-actions/sluice/main/docs/schema/sluice.schema.json'

/** The workflow, its settings and a plan to test them, by path. `settings` are those of the chosen router. */
export function filesFor(answers: InitAnswers, settings: Fields): ReadonlyMap<string, string> {
  return new Map([
    ['.github/workflows/sluice.yml', workflow(answers)],
    ['.github/sluice.yml', config(answers, settings)],
    ['.github/sluice-test-plan.md', testPlan(answers)],
  ])
}

function workflow({ service, deploy }: InitAnswers): string {
  return `# Made by \`sluice init\`. \`npx @sluice-actions/cli doctor\` says what is still missing.
name: release
on:
  push:
    branches: [main]
  schedule:
    - cron: '*/15 * * * *' # continues a rollout that is on hold; nothing runs in between
permissions: {} # each job gets only what it needs
jobs:
  deploy:
    # The new version runs next to the stable one and gets no traffic yet.
    if: github.event_name == 'push'
    runs-on: ubuntu-latest
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@v5
      - run: ${deploy}
  canary:
    needs: deploy
    # A scheduled run does not deploy; it only continues.
    if: \${{ !failure() && !cancelled() }}
    runs-on: ubuntu-latest
    permissions:
      actions: read # see whether another run is working
      checks: write # the verdict as a check
      contents: read # read .github/sluice.yml
      deployments: write # remember the rollout between runs
      pull-requests: write # the verdict as a comment
    concurrency:
      group: rollout-production-${service} # one run at a time moves the traffic
      cancel-in-progress: false
    steps:
      - uses: actions/checkout@v5
      - uses: sluice-actions/sluice/actions/canary-step@v1
        with:
          environment: production
          service: ${service}
          # Everything else is in .github/sluice.yml.
`
}

function config({ router, metrics, prometheus }: InitAnswers, settings: Fields): string {
  const { requests, code, duration } = METRIC_NAMINGS[metrics]
  const limit = duration.endsWith('milliseconds') ? '500' : '0.5'
  return `# yaml-language-server: $schema=${SCHEMA}
# Inputs of the actions, for all services. docs/routers.md, docs/sources.md and docs/metrics.md describe them.

# What splits the traffic.
router: ${router}
router-settings: |
${settingsLines(settings)}
# How the two versions are called in your metrics: the value of the label \`version\`.
baseline: stable
candidate: canary

# Where the metrics come from.
source: prometheus
source-settings: |
  url: ${prometheus}

# What must not get worse, and by how much it may.
metrics:
  - name: error rate
    kind: proportion
    events: sum(increase(${requests}{version="$arm",${code}=~"5.."}[$window]))
    trials: sum(increase(${requests}{version="$arm"}[$window]))
    margin: 0.2 points
  # Share of requests slower than half a second; the limit must be a bucket of the histogram. The buckets of most clients
  # are too coarse to tell a small change of a percentile.
  - name: slow requests
    kind: proportion
    events: sum(increase(${duration}_count{version="$arm"}[$window])) - sum(increase(${duration}_bucket{version="$arm",le="${limit}"}[$window]))
    trials: sum(increase(${duration}_count{version="$arm"}[$window]))
    margin: 1 points

ladder: 5, 25, 50, 100 # percent of the traffic, step by step
interval: 60s # one look per minute; at least four scrapes of your metrics
max-wait: 10m # then the job ends, and a later run continues
`
}

/** Required settings with what they look like; optional ones stand as comments. */
function settingsLines(settings: Fields): string {
  return Object.entries(settings)
    .map(([name, { shape, whenBlank, fallback }]) =>
      whenBlank === undefined
        ? `  ${name}: ${CHANGE_ME} # ${shape}\n`
        : `  # ${name}: ${fallback ?? ''} # optional: ${shape}\n`,
    )
    .join('')
}

function testPlan({ service }: InitAnswers): string {
  return `# Test plan for the canary of ${service}

Do these steps once, in this order. Each one shows that a part works before users depend on it.

- [ ] \`npx @sluice-actions/cli doctor\` reports nothing that is missing.
- [ ] Run the queries of \`.github/sluice.yml\` in Prometheus, with \`$arm\` and \`$window\` filled in. Each returns one series.
- [ ] \`npx @sluice-actions/cli plan --base-rate … --traffic …\` says that a canary takes no longer than you can wait.
- [ ] Add \`dry-run: true\` to the step, push, and read the plan in the log. No traffic moves.
- [ ] Remove \`dry-run\` and release a version without changes. It must be promoted.
- [ ] Release a version that fails 5% of its requests. It must be rolled back.
- [ ] Cancel a run in the middle. The traffic must be where it was before.
`
}

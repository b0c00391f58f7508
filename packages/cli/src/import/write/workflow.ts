import { CHANGE_ME } from '../../init/files.ts'
import type { Release } from '../release.ts'

const NEEDS_AWS = 'id-token: write # log in to AWS'

/** The text of the workflow: a deploy and a release for each service. */
export function workflowText(releases: readonly Release[]): string {
  const byHand = releases.some(({ persons }) => persons.includes('promotes'))
  return `# Made by \`sluice import\`. \`npx @sluice-actions/cli doctor\` says what is still missing.
name: release
on:
  push:
    branches: [main]
  schedule:
    - cron: '*/15 * * * *' # continues a rollout that is on hold; nothing runs in between
${byHand ? dispatch() : ''}permissions: {} # each job gets only what it needs
jobs:
${releases.map((release) => jobsOf(release, releases.length === 1)).join('')}`
}

function dispatch(): string {
  return `  workflow_dispatch: # a person decides here what happens after the last step of the ladder
    inputs:
      command:
        description: What to do with the open rollout
        type: choice
        options: [promote, pause, resume, abort, status]
`
}

function jobsOf(release: Release, alone: boolean): string {
  const { service, action, login, persons, from, steps = [] } = release
  const slug =
    service
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '') || 'app'
  const [deploy, approve, job] = ['deploy', 'approve', 'release'].map((name) =>
    alone ? name : `${name}-${slug}`,
  ) as [string, string, string]
  const command = persons.includes('promotes') ? "\n          command: ${{ inputs.command || 'run' }}" : ''
  return `  ${deploy}:
    # From ${from.replaceAll(/\p{Cc}+|\$\{\{/gu, ' ')}. The new version runs next to the stable one and gets no traffic yet.
    if: github.event_name == 'push'
    runs-on: ubuntu-latest
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@v5
      - run: echo "${CHANGE_ME} your deploy command" && exit 1
${persons.includes('approves') ? approval(approve, deploy, slug) : ''}  ${job}:
    needs: ${persons.includes('approves') ? `[${deploy}, ${approve}]` : deploy}
    # A scheduled run does not deploy; it only continues.
    if: \${{ !failure() && !cancelled() }}
    runs-on: ubuntu-latest
    permissions:
      actions: read # see whether another run is working
      checks: write # the verdict as a check
      contents: read # read .github/sluice.yml
      deployments: write # remember the rollout between runs
${login === 'aws' ? `      ${NEEDS_AWS}\n` : ''}      pull-requests: write # the verdict as a comment
    concurrency:
      group: rollout-production-${slug} # one run at a time moves the traffic
      cancel-in-progress: false
    steps:
      - uses: actions/checkout@v5
${loginSteps(login)}${indented(steps, 6)}      - uses: sluice-actions/sluice/actions/${action}@v1
        with:
          environment: production
          service: ${JSON.stringify(service)}${command}
${indented(release.with ?? [], 10)}          # Everything else is in .github/sluice.yml.
`
}

function approval(job: string, deploy: string, slug: string): string {
  return `  ${job}:
    # A person decides here: add required reviewers to this environment at GitHub.
    needs: ${deploy}
    runs-on: ubuntu-latest
    environment: ${slug}-approval
    steps:
      - run: echo approved
`
}

function loginSteps(login: Release['login']): string {
  switch (login) {
    case 'kubernetes':
      return `      - uses: azure/k8s-set-context@v4 # or aws eks update-kubeconfig, google-github-actions/get-gke-credentials
        with:
          kubeconfig: \${{ secrets.KUBECONFIG }}
`
    case 'aws':
      return `      - uses: aws-actions/configure-aws-credentials@v5
        with:
          aws-region: ${CHANGE_ME}
          role-to-assume: ${CHANGE_ME}
`
    case 'none':
      return ''
  }
}

function indented(lines: readonly string[], columns: number): string {
  return lines.map((line) => `${' '.repeat(columns)}${line}\n`).join('')
}

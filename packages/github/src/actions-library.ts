export { context, getOctokit } from '@actions/github'
export { defaults } from '@actions/github/lib/utils'
export { retry } from '@octokit/plugin-retry'
export { throttling } from '@octokit/plugin-throttling'

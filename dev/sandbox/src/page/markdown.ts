import { Marked } from 'marked'
import { drawEmoji } from './emoji.ts'
import { sanitize } from './sanitize.ts'
import type { TextFilter } from './sanitize.ts'

const MENTION = /(^|[^\w`/@])@([a-z\d](?:[a-z\d-]{0,38})(?:\/[\w.-]+)?)/gi
const ALERT = /<blockquote>\s*<p>\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\](?:<br>)?\s*/g
const VERBATIM = new Set(['a', 'code', 'pre'])

/** `comment` keeps line breaks, as comments do; `document` folds them, as files and checks do. */
export type MarkdownKind = 'comment' | 'document'

const engines = {
  comment: new Marked({ gfm: true, breaks: true }),
  document: new Marked({ gfm: true, breaks: false }),
} as const

function html(markdown: string, kind: MarkdownKind, onText?: TextFilter): string {
  const rendered = engines[kind].parse(markdown, { async: false })
  return sanitize(rendered, onText)
}

/** Markdown as GitHub would show it; nothing in it can script, style or leave its box. */
export function renderGitHubMarkdown(markdown: string, kind: MarkdownKind): string {
  const rendered = html(markdown, kind, (text, inside) =>
    inside.some((tag) => VERBATIM.has(tag))
      ? text
      : drawEmoji(text.replaceAll(MENTION, '$1<a class="mention" href="#">@$2</a>')),
  )
  return rendered.replaceAll(ALERT, (_, name: string) => {
    const title = `${name.charAt(0)}${name.slice(1).toLowerCase()}`
    return `<blockquote class="alert ${name.toLowerCase()}"><p class="alert-title">${title}</p><p>`
  })
}

/** Everyone whom this text would notify. */
export function mentionsIn(markdown: string): readonly string[] {
  const found: string[] = []
  html(markdown, 'comment', (text, inside) => {
    if (!inside.some((tag) => VERBATIM.has(tag))) {
      for (const [, , name = ''] of text.matchAll(MENTION)) found.push(name)
    }
    return text
  })
  return found
}

import { Marked } from 'marked'
import { sanitize, type TextFilter } from './sanitize.ts'
import { icon, type Tone } from './icons.ts'

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

const disc = (color: string): string =>
  `<svg class="emoji" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="7" fill="${color}"/></svg>`

const question = `<svg class="emoji" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="7.1" fill="none" stroke="var(--muted)" stroke-width="1.6"/><path d="M5.9 6.2A2.1 2.1 0 1 1 8 8.6v.9M8 11.7v.2" fill="none" stroke="var(--muted)" stroke-width="1.6" stroke-linecap="round"/></svg>`

const sign = (name: Tone): string => icon(name, name).text.replace('class="icon', 'class="emoji')

/** The signs that reports use, drawn: a machine without an emoji font shows boxes instead. */
const DRAWN: ReadonlyMap<string, string> = new Map([
  ['🔴', disc('var(--red)')],
  ['🟡', disc('#d4a72c')],
  ['🟢', disc('var(--green)')],
  ['✅', sign('green')],
  ['❌', sign('red')],
  ['❔', question],
  ['⚠️', sign('amber')],
])

const ANY = new RegExp([...DRAWN.keys()].join('|'), 'gu')

/** Replaces the known signs in text that is HTML already; the sign itself stays as its name. */
const drawEmoji = (text: string): string =>
  text.replaceAll(
    ANY,
    (found) => `<span role="img" aria-label="${found}">${DRAWN.get(found) ?? found}</span>`,
  )

/** Tags that GitHub leaves standing in user content. */
const ALLOWED = new Set(
  `a b blockquote br code dd del details div dl dt em h1 h2 h3 h4 h5 h6 hr i img input ins kbd li ol p picture pre q
   rp rt ruby s samp source span strike strong sub summary sup table tbody td tfoot th thead tr tt ul var`.split(
    /\s+/,
  ),
)
/** Shown as text, as GitHub's tag filter does, since a browser would read on in another mode. */
const FILTERED = new Set('iframe noembed noframes plaintext script style textarea title xmp'.split(' '))
const VOID = new Set(['br', 'hr', 'img', 'input', 'source'])
const ATTRIBUTES = new Set(
  'align alt colspan height href open rowspan src srcset start title width'.split(' '),
)
const LINKS = new Set(['href', 'src', 'srcset'])

const TOKEN = /<!--[\s\S]*?(?:-->|$)|<(\/?)([a-zA-Z][\w-]*)((?:"[^"]*"|'[^']*'|[^'"<>])*)>|[^<]+|</g
const ATTRIBUTE = /([a-zA-Z][\w-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g

export const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** Changes the text between tags; `inside` are the tags that are open around it. */
export type TextFilter = (text: string, inside: readonly string[]) => string

/**
 * Makes HTML from user content harmless: only tags, attributes and link schemes that GitHub lets
 * through, every tag closed, so that no comment reaches beyond its own box.
 */
export function sanitize(html: string, onText: TextFilter = (text) => text): string {
  const open: string[] = []
  const out: string[] = []
  for (const [whole, slash, name = '', attributes = ''] of html.matchAll(TOKEN)) {
    const tag = name.toLowerCase()
    if (whole.startsWith('<!--')) continue
    if (tag === '') out.push(whole === '<' ? '&lt;' : onText(whole.replaceAll('>', '&gt;'), open))
    else if (FILTERED.has(tag)) out.push(escapeText(whole))
    else if (ALLOWED.has(tag)) out.push(slash === '/' ? close(tag, open) : begin(tag, attributes, open))
  }
  return out.join('') + closeAll(open)
}

function begin(tag: string, attributes: string, open: string[]): string {
  if (tag === 'input') {
    return /type\s*=\s*["']?checkbox/i.test(attributes)
      ? `<input type="checkbox" disabled${/\bchecked\b/i.test(attributes) ? ' checked' : ''}>`
      : ''
  }
  if (!VOID.has(tag)) open.push(tag)
  return `<${tag}${safeAttributes(attributes)}>`
}

/** Closes this tag and all within it; a tag that was never opened is dropped. */
function close(tag: string, open: string[]): string {
  const at = open.lastIndexOf(tag)
  if (at < 0) return ''
  return closeAll(open.splice(at))
}

const closeAll = (open: readonly string[]): string =>
  open
    .toReversed()
    .map((tag) => `</${tag}>`)
    .join('')

function safeAttributes(text: string): string {
  const kept: string[] = []
  for (const [, name = '', double, single, bare] of text.matchAll(ATTRIBUTE)) {
    const attribute = name.toLowerCase()
    if (!ATTRIBUTES.has(attribute)) continue
    const value = decodeEntities(double ?? single ?? bare ?? '')
    if (LINKS.has(attribute) && !isSafeLink(value)) continue
    kept.push(` ${attribute}="${escapeText(value)}"`)
  }
  return kept.join('')
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decodeEntities(text: string): string {
  return text.replaceAll(
    /&(?:#(\d+)|#x([\da-f]+)|(\w+));?/gi,
    (whole, decimal, hex, name: string | undefined) => {
      if (name !== undefined) return NAMED[name] ?? whole
      const code = decimal === undefined ? parseInt(String(hex), 16) : Number(decimal)
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
    },
  )
}

/** No scheme but the web's and mail's, however it is spelled; an entity we do not know is not trusted. */
function isSafeLink(value: string): boolean {
  const link = value.replaceAll(/[\u0000-\u0020\u007f-\u00a0]/g, '')
  if (/&\w+;?/.test(link.split(/[?#]/)[0] ?? '')) return false
  const scheme = /^([^/?#]*?):/.exec(link)?.[1]?.toLowerCase()
  return scheme === undefined || scheme === 'http' || scheme === 'https' || scheme === 'mailto'
}

const VOID = new Set(['meta', 'link', 'br', 'hr', 'img', 'input', 'col', 'wbr'])

/** A page as an indented list of its elements and texts, so that a change of what it says is read as text. */
export function skeletonOf(html: string): string {
  const bare = html
    .replace(/<!doctype[^>]*>/i, '')
    .replace(/<(style|script)\b[\s\S]*?<\/\1>/g, '<$1/>')
    .replace(/<svg\b[\s\S]*?<\/svg>/g, '<svg/>')
  const lines: string[] = []
  let depth = 0
  let opened = false
  for (const [whole, closing, tag, text] of bare.matchAll(/<(\/?)([a-z][\w-]*)[^>]*>|([^<]+)/gi)) {
    if (text !== undefined) {
      const said = text.replace(/\s+/g, ' ').trim()
      const last = lines.at(-1) ?? ''
      // The text that an element begins with stands on its line.
      if (said !== '' && opened) lines[lines.length - 1] = `${last} ${said}`
      else if (said !== '') lines.push(`${'  '.repeat(depth)}${said}`)
      opened = false
      continue
    }
    opened = closing !== '/'
    if (closing === '/') depth = Math.max(0, depth - 1)
    else {
      lines.push(`${'  '.repeat(depth)}<${tag}>`)
      if (!whole.endsWith('/>') && !VOID.has(tag ?? '')) depth += 1
    }
  }
  return lines.join('\n')
}

/** What placeholders stand for. */
export interface AskedTime {
  readonly arm: string
  /** Epoch milliseconds. */
  readonly from: number
  readonly to: number
}

/** Writes the arm so that it means itself where it stands: at this offset of the template. */
export type Escape = (arm: string, offset: number) => string

/**
 * Fills in `$arm`, `$from`, `$to` and `$window`. Times are epoch seconds; `${from:ms}` and `${from:iso}` are milliseconds
 * and ISO 8601. A window is in seconds, `${window:ms}` in milliseconds. `${arm:sql}` is the arm as it must be between the
 * single quotes of SQL.
 */
export function fillTemplate(template: string, moment: AskedTime, escape: Escape): string {
  const { arm, from, to } = moment
  return template.replaceAll(
    /\$(?:(arm|from|to|window)\b|\{(arm|from|to|window)(?::(s|ms|iso|sql))?\})/g,
    (_, plain: string | undefined, braced: string | undefined, form: string | undefined, offset: number) => {
      const name = plain ?? braced
      if (name === 'arm') return escape(form === 'sql' ? armInSql(arm) : arm, offset)
      if (name === 'window') return form === 'ms' ? String(to - from) : String((to - from) / 1000)
      return timeAs(form ?? 's', name === 'from' ? from : to)
    },
  )
}

function timeAs(form: string, ms: number): string {
  if (form === 'iso') return new Date(ms).toISOString()
  return form === 'ms' ? String(ms) : String(ms / 1000)
}

export function armInUrl(arm: string): string {
  return encodeURIComponent(arm)
}

function armInSql(arm: string): string {
  return arm.replaceAll('\\', '\\\\').replaceAll("'", "''")
}

/** Inside the quotes of a JSON text. */
export function armInJson(arm: string): string {
  return JSON.stringify(arm).slice(1, -1)
}

/**
 * Inside a JMESPath expression: in `'raw strings'` quotes are escaped, in `"names"` and `` `literals` `` the rules of JSON
 * hold, and bare it becomes a quoted name.
 */
export function armInExpression(template: string): Escape {
  return (arm, offset) => {
    switch (openQuote(template.slice(0, offset))) {
      case "'":
        return arm.replaceAll('\\', '\\\\').replaceAll("'", "\\'")
      case '`':
        return armInJson(arm).replaceAll('`', '\\u0060')
      case '"':
        return armInJson(arm)
      default:
        return JSON.stringify(arm)
    }
  }
}

/** The quote that is still open at the end of a text. */
function openQuote(text: string): string {
  let open = ''
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i)
    if (character === '\\') i += 1
    else if (open === character) open = ''
    else if (open === '' && /['"`]/.test(character)) open = character
  }
  return open
}

import { Html, markup } from './html.ts'

export type Tone = 'green' | 'red' | 'amber' | 'grey'

const SHAPES: Readonly<Record<Tone | 'rocket' | 'eye' | 'pull', string>> = {
  green:
    '<circle cx="8" cy="8" r="8" fill="currentColor"/><path d="m4.6 8.3 2.3 2.3 4.5-4.9" fill="none" stroke="var(--bg)" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/>',
  red: '<circle cx="8" cy="8" r="8" fill="currentColor"/><path d="m5.3 5.3 5.4 5.4m0-5.4-5.4 5.4" stroke="var(--bg)" stroke-width="1.8" stroke-linecap="round"/>',
  amber:
    '<circle cx="8" cy="8" r="6.6" fill="none" stroke="currentColor" stroke-width="1.8" stroke-dasharray="2.6 2"/><circle cx="8" cy="8" r="3" fill="currentColor"/>',
  grey: '<circle cx="8" cy="8" r="7.1" fill="none" stroke="currentColor" stroke-width="1.8"/><path d="M5 8h6" stroke="currentColor" stroke-width="1.8" stroke-linecap="round"/>',
  rocket:
    '<path d="M9.5 2.2C11 1 13 .7 15.3.7c0 2.3-.3 4.3-1.5 5.8L9.7 11l-.3 3-2 1.3-.6-3.4-2.7-2.7L.7 8.6l1.3-2 3-.3zM10.8 6.5a1.3 1.3 0 1 0 0-2.6 1.3 1.3 0 0 0 0 2.6z" fill="currentColor" fill-rule="evenodd"/>',
  eye: '<path d="M8 3C4.5 3 1.8 5.4.8 8c1 2.6 3.7 5 7.2 5s6.2-2.4 7.2-5C14.2 5.4 11.5 3 8 3zm0 7.5a2.5 2.5 0 1 1 0-5 2.5 2.5 0 0 1 0 5z" fill="currentColor"/>',
  pull: '<path d="M3.8 5.2v5.6m0-5.6a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4zm0 9a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4zm8.4 0a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4zm0-3.4V5.5a2 2 0 0 0-2-2H8m1.8-1.7L8 3.5l1.8 1.7" fill="none" stroke="currentColor" stroke-width="1.5"/>',
}

/** A 16-unit picture in the colour of its tone. */
export function icon(name: keyof typeof SHAPES, tone: Tone | '' = ''): Html {
  return markup`<svg class="icon ${tone}" viewBox="0 0 16 16" aria-hidden="true">
    ${new Html(SHAPES[name])}
  </svg>`
}

const HUES = ['#0969da', '#8250df', '#bf3989', '#1a7f37', '#9a6700', '#bc4c00', '#57606a']

/** A round initial for people, a square one for bots; the same colour for the same name. */
export function avatar(login: string): Html {
  const sum = [...login].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0)
  const kind = login.endsWith('[bot]') ? 'bot' : ''
  const color = HUES[sum % HUES.length] ?? '#57606a'
  return markup`<span class="avatar ${kind}" style="background:${color}"
    >${login.charAt(0).toUpperCase()}</span
  >`
}

/** The login, with bots marked as GitHub marks them. */
export function person(login: string): Html {
  return login.endsWith('[bot]')
    ? markup`<b>${login.slice(0, -5)}</b><span class="label">bot</span>`
    : markup`<b>${login}</b>`
}

/** `12:04:31`, with the whole time on hover. */
export const clock = (time: string): Html =>
  markup`<time datetime="${time}" title="${time}">${time.slice(0, 10)} ${time.slice(11, 19)}</time>`

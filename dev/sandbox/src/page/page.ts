import { Html, markup } from './html.ts'
import { PAGE_STYLE } from './style.ts'

/** The frame around every page: one file, no script, nothing fetched. */
export function pageShell(title: string, crumbs: Html, content: Html): string {
  return `<!doctype html>\n${
    markup`<html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; img-src https: data:"
        />
        <title>${title}</title>
        <style>
          ${new Html(PAGE_STYLE)}
        </style>
      </head>
      <body>
        <div class="top">${crumbs}</div>
        <div class="wrap">${content}</div>
      </body>
    </html> `.text
  }`
}

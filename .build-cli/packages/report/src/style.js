/** Style of every page we write: readable without network, in light and in dark. */
export const STYLE = `
:root{color-scheme:light dark;--fg:#1f2328;--mute:#59636e;--line:#d1d9e0;--bg:#fff;--card:#f6f8fa;--good:#1a7f37;--bad:#cf222e;--open:#9a6700;--base:#6e7781;--cand:#8250df}
@media(prefers-color-scheme:dark){:root{--fg:#f0f6fc;--mute:#9198a1;--line:#3d444d;--bg:#0d1117;--card:#151b23;--good:#3fb950;--bad:#f85149;--open:#d29922;--base:#9198a1;--cand:#bc8cff}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1080px;padding:32px 24px 64px;font:15px/1.5 -apple-system,BlinkMacSystemFont,"Segoe UI","Noto Sans",Helvetica,Arial,sans-serif;color:var(--fg);background:var(--bg)}
h1{font-size:26px;line-height:1.25;margin:0 0 8px}h2{font-size:18px;margin:36px 0 8px}h3{font-size:15px;margin:0}
.lead{font-size:18px;margin:8px 0 20px}.mute,small{color:var(--mute)}
.badge{display:inline-block;padding:3px 12px;border-radius:99px;font-weight:600;color:#fff;vertical-align:middle;font-size:15px}
.badge.pass{background:var(--good)}.badge.fail{background:var(--bad)}.badge.inconclusive{background:var(--open)}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{padding:8px 10px;border-bottom:1px solid var(--line);text-align:right;vertical-align:top}
th:nth-child(-n+2),td:nth-child(-n+2){text-align:left}th{font-size:13px;color:var(--mute);font-weight:600}
.worse{color:var(--bad)}.fine{color:var(--good)}.unknown{color:var(--open)}
.card{border:1px solid var(--line);border-radius:8px;background:var(--card);padding:14px 16px;margin:14px 0}
svg:not(.picture) text{font-size:11px;fill:var(--mute)}svg .bar{stroke:currentColor;stroke-width:3;stroke-linecap:round}svg:not(.picture) circle{fill:currentColor}
svg .nothing{stroke:var(--mute);stroke-width:1}svg .margin{stroke:var(--bad);stroke-width:1.5;stroke-dasharray:3 3}
svg .axis{stroke:var(--line)}svg .weight{fill:var(--cand);opacity:.13}svg polyline{fill:none;stroke-width:1.8}
svg polyline.baseline{stroke:var(--base)}svg polyline.candidate{stroke:var(--cand)}
.key b{display:inline-block;width:18px;height:3px;vertical-align:middle;margin:0 5px 0 14px}
.notice{border-left:4px solid var(--open);padding:6px 12px;background:var(--card)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 18px;margin:0}dt{color:var(--mute)}dd{margin:0;overflow-wrap:anywhere}
code{font:13px ui-monospace,SFMono-Regular,Menlo,monospace}
@media(max-width:900px){svg.interval{width:150px;height:auto}th,td{padding:8px 6px}}
@media(max-width:680px){body{padding:20px 14px 48px}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:8px}.card{overflow-x:auto}.card svg:not(.picture){min-width:600px}.card svg:not(.picture) text{font-size:17px}}
`.trim();

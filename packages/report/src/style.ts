/**
 * Style of every page we write: readable without network, in light and in dark, on a phone and on paper. On a narrow
 * screen the cells of a row stand below each other, each with its label.
 */
export const STYLE = `
:root{color-scheme:light dark;--fg:#1f2328;--mute:#59636e;--line:#d1d9e0;--bg:#fff;--card:#f6f8fa;--good:#1a7f37;--bad:#cf222e;--open:#9a6700;--base:#59636e;--cand:#8250df;--link:#0969da}
@media(prefers-color-scheme:dark){:root{--fg:#f0f6fc;--mute:#9198a1;--line:#3d444d;--bg:#0d1117;--card:#151b23;--good:#3fb950;--bad:#ff7b72;--open:#d29922;--base:#9198a1;--cand:#bc8cff;--link:#4493f8}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1080px;padding:32px 24px 64px;font:15px/1.5 -apple-system,BlinkMacSystemFont,"Segoe UI","Noto Sans",Helvetica,Arial,sans-serif;color:var(--fg);background:var(--bg);overflow-wrap:break-word}
a{color:var(--link)}:focus-visible{outline:2px solid var(--link);outline-offset:2px}
h1{font-size:26px;line-height:1.25;margin:0 0 8px}h2{font-size:18px;margin:36px 0 8px}h3{font-size:15px;margin:0}
.lead{font-size:18px;margin:8px 0 20px}.mute,small{color:var(--mute)}
.badge{display:inline-block;padding:3px 12px;border-radius:99px;font-weight:600;color:var(--bg);vertical-align:middle;font-size:15px}
.badge.pass{background:var(--good)}.badge.fail{background:var(--bad)}.badge.inconclusive{background:var(--open)}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{padding:8px 10px;border-bottom:1px solid var(--line);text-align:right;vertical-align:top}
th:nth-child(-n+2),td:nth-child(-n+2){text-align:left}td small{white-space:nowrap}th{font-size:13px;color:var(--mute);font-weight:600}
tbody th{font-size:15px;color:var(--fg)}
.worse{color:var(--bad)}.fine{color:var(--good)}.unknown{color:var(--open)}
.card{border:1px solid var(--line);border-radius:8px;background:var(--card);padding:14px 16px;margin:14px 0}
svg:not(.picture) text{font-size:11px;fill:var(--mute)}svg .bar{stroke:currentColor;stroke-width:3;stroke-linecap:round}svg:not(.picture) circle{fill:currentColor}
svg{max-width:100%}svg .nothing{stroke:var(--mute);stroke-width:1}svg .margin{stroke:var(--bad);stroke-width:1.5;stroke-dasharray:3 3}
svg .axis{stroke:var(--line)}svg .weight{fill:var(--cand);opacity:.13}svg polyline{fill:none;stroke-width:1.8}
svg polyline.baseline{stroke:var(--base)}svg polyline.candidate{stroke:var(--cand)}
.time{display:grid;grid-template-columns:max-content 1fr;column-gap:8px;margin-top:6px;font-size:12px;color:var(--mute)}.time svg{grid-area:2/2;width:100%;height:150px;overflow:visible}.time svg *{vector-effect:non-scaling-stroke}
.time .ticks{grid-area:2/1;position:relative;min-width:52px}.time .ticks span{position:absolute;right:0;transform:translateY(-50%);white-space:nowrap}
.time .shares{grid-area:1/2;position:relative;height:22px;color:var(--cand)}.time .shares span{position:absolute}.time .clock{grid-area:3/2;display:flex;justify-content:space-between;padding-top:6px}
.key b{display:inline-block;width:18px;height:3px;vertical-align:middle;margin:0 5px 0 14px}.key b:first-child{margin-left:0}.key b.nothing,.key b.margin{width:0;height:14px;border-left:2px solid var(--mute)}.key b.margin{border-left:2px dashed var(--bad)}.key b.dot{width:10px;height:10px;border-radius:50%;background:var(--fg)}
.notice{border-left:4px solid var(--open);padding:6px 12px;background:var(--card)}
.checks{list-style:none;padding:0;margin:0}.checks li{display:grid;grid-template-columns:22px 1fr;gap:8px;padding:8px 0;border-bottom:1px solid var(--line);color:var(--fg)}
.checks li>b{font-size:16px;line-height:1.4}.checks .fine>b,.checks .pill.fine{color:var(--good)}.checks .worse>b,.checks .pill.worse{color:var(--bad)}.checks .unknown>b,.checks .pill.unknown{color:var(--open)}
.checks .pill{display:inline-block;border:1px solid currentColor;border-radius:99px;padding:0 8px;font-size:12px;font-weight:600}
dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 18px;margin:0}dt{color:var(--mute)}dd{margin:0;overflow-wrap:anywhere}
code{font:13px ui-monospace,SFMono-Regular,Menlo,monospace}
@media(max-width:900px){svg.interval{width:150px;height:auto}th,td{padding:8px 6px}}
@media(max-width:680px){body{padding:20px 14px 48px}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:8px}
table.stack,table.stack tbody,table.stack tr,table.stack th,table.stack td{display:block;text-align:left;border:0;padding:0}table.stack thead{display:none}
table.stack tr{border-bottom:1px solid var(--line);padding:10px 0}table.stack td{display:grid;grid-template-columns:120px 1fr;gap:10px;padding:2px 0}table.stack td::before{content:attr(data-label);color:var(--mute)}
table.stack td:empty{display:none}table.stack svg.interval{width:100%;max-width:260px}}
@media print{body{max-width:none;padding:0}.card,tr,li{break-inside:avoid}.tools,script{display:none}details:not([open])>*{display:revert}}
`.trim()

/** Everything the page needs to look right; no file, font or script is fetched. */
export const PAGE_STYLE = `
:root{--fg:#1f2328;--muted:#59636e;--bg:#fff;--inset:#f6f8fa;--line:#d1d9e0;--soft:#d1d9e0b3;--link:#0969da;
--green:#1a7f37;--green-bg:#dafbe1;--red:#d1242f;--red-bg:#ffebe9;--amber:#9a6700;--amber-bg:#fff8c5;--purple:#8250df;
--grey-bg:#eff2f5;color-scheme:light}
@media(prefers-color-scheme:dark){:root{--fg:#f0f6fc;--muted:#9198a1;--bg:#0d1117;--inset:#151b23;--line:#3d444d;
--soft:#3d444db3;--link:#4493f8;--green:#3fb950;--green-bg:#2ea04326;--red:#f85149;--red-bg:#f8514926;--amber:#d29922;
--amber-bg:#bb800926;--purple:#ab7df8;--grey-bg:#212830;color-scheme:dark}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--fg);font:14px/1.5 -apple-system,BlinkMacSystemFont,"Segoe UI","Noto Sans",
Helvetica,Arial,sans-serif,"Apple Color Emoji","Segoe UI Emoji","Noto Color Emoji"}
a{color:var(--link);text-decoration:none}a:hover{text-decoration:underline}
.top{background:var(--inset);border-bottom:1px solid var(--line);padding:12px 24px;font-size:14px}
.top b{font-weight:600}.top .sep{color:var(--muted);margin:0 6px}
.wrap{max-width:1216px;margin:0 auto;padding:24px}
h1{font-size:28px;font-weight:400;line-height:1.25;margin:0 0 8px;overflow-wrap:anywhere}
h1 .number{color:var(--muted);font-weight:300}
.meta{color:var(--muted);display:flex;gap:8px;align-items:center;flex-wrap:wrap;padding-bottom:16px;
border-bottom:1px solid var(--line);margin-bottom:24px}
.open{background:#1f883d;color:#fff;border-radius:2em;padding:4px 12px;font-weight:500;display:inline-flex;gap:6px;align-items:center}
.ref,code,.sha{font-family:ui-monospace,SFMono-Regular,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace;font-size:12px}
.ref{background:var(--grey-bg);color:var(--link);border-radius:6px;padding:2px 6px}
.sha{color:var(--muted)}
.columns{display:grid;grid-template-columns:minmax(0,1fr) 260px;gap:24px}
@media(max-width:900px){.columns{grid-template-columns:minmax(0,1fr)}}
.item{display:grid;grid-template-columns:40px minmax(0,1fr);gap:16px;margin-bottom:20px}
.avatar{width:40px;height:40px;border-radius:50%;display:grid;place-items:center;color:#fff;font-weight:600;font-size:15px}
.avatar.bot{border-radius:8px}
.box{border:1px solid var(--line);border-radius:6px;background:var(--bg);overflow:hidden}
.box>header{background:var(--inset);border-bottom:1px solid var(--line);padding:8px 16px;color:var(--muted)}
.box>header b{color:var(--fg);font-weight:600}
.label{border:1px solid var(--line);border-radius:2em;padding:0 7px;font-size:12px;font-weight:500;color:var(--muted);margin-left:4px}
.body{padding:16px}
.event{display:grid;grid-template-columns:40px minmax(0,1fr);gap:16px;margin-bottom:20px;color:var(--muted);align-items:center}
.event b{color:var(--fg);font-weight:600}
.dot{width:32px;height:32px;border-radius:50%;display:grid;place-items:center;margin-left:4px;background:var(--grey-bg);color:var(--muted)}
.note{margin-top:8px;border:1px solid var(--line);border-radius:6px;padding:8px 12px;color:var(--fg);background:var(--bg)}
h2.part:first-child{margin-top:0}
h2.part{font-size:16px;font-weight:600;margin:32px 0 12px}
.row{display:flex;gap:12px;align-items:flex-start;padding:12px 16px;border-top:1px solid var(--soft)}
.row:first-child{border-top:0}
.icon{width:16px;height:16px;flex:none;margin-top:3px}
.grow{flex:1;min-width:0;overflow-wrap:anywhere}
.sub{color:var(--muted);font-size:12px}
.green{color:var(--green)}.red{color:var(--red)}.amber{color:var(--amber)}.grey{color:var(--muted)}
.banner{display:flex;gap:12px;align-items:center;padding:16px;border-bottom:1px solid var(--line)}
.banner .icon{width:24px;height:24px;margin:0}
.banner strong{display:block;font-size:16px;font-weight:600}
.pill{border-radius:2em;font-size:12px;font-weight:500;padding:1px 9px;white-space:nowrap;border:1px solid transparent}
.pill.green{background:var(--green-bg)}.pill.red{background:var(--red-bg)}.pill.amber{background:var(--amber-bg)}.pill.grey{background:var(--grey-bg)}
details.check>summary{list-style:none;cursor:pointer}details.check>summary::-webkit-details-marker{display:none}
details.check{border-top:1px solid var(--soft)}details.check:first-of-type{border-top:0}
details.check>summary .row{border-top:0}
details.check>summary:hover{background:var(--inset)}
details.check>summary .more::after{content:"";display:inline-block;width:6px;height:6px;margin:0 4px 2px 8px;
border:solid currentColor;border-width:0 1.5px 1.5px 0;transform:rotate(45deg)}
details.check[open]>summary .more::after{transform:rotate(-135deg);margin-bottom:-1px}
.more{color:var(--muted);font-size:12px;white-space:nowrap}
details.check .body{border-top:1px solid var(--soft);padding:16px 16px 16px 44px}
aside h3{font-size:12px;font-weight:600;color:var(--muted);margin:0 0 8px}
aside section{border-bottom:1px solid var(--soft);padding-bottom:16px;margin-bottom:16px}
aside p{margin:0 0 6px;font-size:12px;display:flex;gap:8px;align-items:center;overflow-wrap:anywhere}
.history{list-style:none;margin:6px 0 0;padding:0}
.history li{display:flex;gap:8px;align-items:baseline;padding:3px 0;font-size:13px;flex-wrap:wrap}
.history time,.sub time{color:var(--muted);font-size:12px}
.md{overflow-wrap:anywhere}.md>:first-child{margin-top:0}.md>:last-child{margin-bottom:0}
.md p,.md ul,.md ol,.md table,.md pre,.md blockquote,.md details{margin:0 0 16px}
.md h1,.md h2,.md h3,.md h4{font-weight:600;line-height:1.25;margin:24px 0 16px}
.md h1,.md h2{border-bottom:1px solid var(--soft);padding-bottom:.3em}.md h1{font-size:2em}.md h2{font-size:1.5em}
.md h3{font-size:1.25em}.md h4{font-size:1em}
.md table{display:block;width:max-content;max-width:100%;overflow:auto;border-collapse:collapse}
.md th,.md td{overflow-wrap:normal;border:1px solid var(--line);padding:6px 13px}.md th{font-weight:600}
.md tr:nth-child(2n){background:var(--inset)}
.md code{background:var(--grey-bg);border-radius:6px;padding:.2em .4em;font-size:85%}
.md pre{background:var(--inset);border-radius:6px;padding:16px;overflow:auto;line-height:1.45}
.md pre code{background:none;padding:0;font-size:85%}
.md blockquote{border-left:.25em solid var(--line);color:var(--muted);padding:0 1em;margin-left:0}
.md blockquote.alert{color:inherit;padding:8px 16px}.alert-title.alert-title{font-weight:600;margin-bottom:4px}
.md blockquote>:last-child{margin-bottom:0}
.emoji{width:1em;height:1em;vertical-align:-.125em}
.alert.note{border-color:var(--link)}.alert.note .alert-title{color:var(--link)}
.alert.tip{border-color:var(--green)}.alert.tip .alert-title{color:var(--green)}
.alert.important{border-color:var(--purple)}.alert.important .alert-title{color:var(--purple)}
.alert.warning{border-color:var(--amber)}.alert.warning .alert-title{color:var(--amber)}
.alert.caution{border-color:var(--red)}.alert.caution .alert-title{color:var(--red)}
.md img{max-width:100%}.md hr{border:0;height:.25em;background:var(--line);margin:24px 0}
.mention{font-weight:600;color:var(--fg)}
.empty{color:var(--muted);padding:24px;text-align:center}
`

/** Style of what only a shadow report has. On a narrow screen the cells of a field stand below each other, each with its label. */
export const SHADOW_STYLE = `<style>
body>h3{margin:24px 0 4px}
#sluice-fields details{border-bottom:1px solid var(--line)}#sluice-fields summary{display:grid;grid-template-columns:minmax(200px,2.2fr) 1fr 1fr 1.8fr 1.6fr;gap:10px;padding:8px 4px;cursor:pointer;list-style:none;font-variant-numeric:tabular-nums}
#sluice-fields summary::-webkit-details-marker{display:none}#sluice-fields summary>*{overflow-wrap:anywhere}#sluice-fields details[open]>summary{font-weight:600}
.head{display:grid;grid-template-columns:minmax(200px,2.2fr) 1fr 1fr 1.8fr 1.6fr;gap:10px;padding:8px 4px;color:var(--mute);font-size:13px;font-weight:600;border-bottom:1px solid var(--line)}
.tools{display:flex;flex-wrap:wrap;gap:10px;align-items:center;margin:10px 0}.tools input,.tools select{font:inherit;padding:5px 9px;border:1px solid var(--line);border-radius:6px;background:var(--bg);color:var(--fg)}.tools input{flex:1;min-width:160px;max-width:360px}
.pill{display:inline-block;border-radius:99px;padding:0 8px;font-size:12px;font-weight:600;border:1px solid currentColor;white-space:nowrap}.pill.worse{color:var(--bad)}.pill.undecided{color:var(--open)}.pill.not-comparable{color:var(--mute)}.pill.within{color:var(--good)}
.side{display:grid;grid-template-columns:minmax(60px,max-content) 1fr 1fr;gap:4px 14px;margin:4px 0 14px 14px;font:13px ui-monospace,SFMono-Regular,Menlo,monospace}.side>*{overflow-wrap:anywhere}.side b{font-weight:600;color:var(--mute)}
.key b.dashed{height:0;border-top:3px dashed var(--base)}
svg.calibration circle.baseline{fill:var(--base)}svg.calibration circle.candidate{fill:var(--cand)}
svg polyline.repeat{stroke:var(--base);stroke-dasharray:4 4}.matrix td,.matrix th{text-align:center;padding:5px 8px}.matrix thead th{text-align:center}.matrix tbody th{text-align:right}.matrix th{white-space:nowrap;max-width:160px;overflow:hidden;text-overflow:ellipsis}
table.plain td:nth-child(2),table.plain th:nth-child(2){text-align:right}.bars td .bar{display:inline-block;height:10px;background:var(--cand);border-radius:2px;vertical-align:middle;margin-right:6px;min-width:1px}
@media(max-width:680px){
.bars td .bar{max-width:48px}
.head{display:none}#sluice-fields summary{grid-template-columns:1fr;gap:2px;padding:10px 4px}
#sluice-fields summary>[data-label]{display:grid;grid-template-columns:120px 1fr;gap:10px}#sluice-fields summary>[data-label]::before,.side>[data-label]::before{content:attr(data-label);color:var(--mute);font:400 13px/1.6 -apple-system,BlinkMacSystemFont,"Segoe UI","Noto Sans",Helvetica,Arial,sans-serif}
.side{grid-template-columns:1fr;margin-left:4px}.side>b{display:none}.side>[data-label]{display:grid;grid-template-columns:116px 1fr;gap:10px}.side>[data-label=pair]{border-top:1px dotted var(--line);padding-top:4px}
}
</style>`;

/** The style of the page; its colours are those of the page that Outis serves. */
export const explainStyle = `
:root{color-scheme:light dark;--paper:#f5f4ef;--card:#fffefb;--sunk:#ecebe4;--ink:#182124;--soft:#535f64;--hair:#dcdad1;--strong:#b9b7ad;--accent:#0b6670;--wash:#dfedec;--warn:#7d5200;--warn-wash:#f7ecd4;--person:#0b6670;--bicycle:#3f8a2d;--motorcycle:#b8720a;--car:#2f5fa8;--bus:#7c3f96;--truck:#a8432b;--ground:#e4e2d9;--grid:rgb(60 74 78/13%);--halo:#fffefb;--on:#fff}
@media (prefers-color-scheme:dark){:root{--paper:#101618;--card:#171f22;--sunk:#0c1113;--ink:#e6ecec;--soft:#a1b0b4;--hair:#29343a;--strong:#47555b;--accent:#6cc5c9;--wash:#163438;--warn:#e6b862;--warn-wash:#362a12;--person:#6cc5c9;--bicycle:#8fcb6b;--motorcycle:#e8ae53;--car:#86aef0;--bus:#c795e2;--truck:#ee8f76;--ground:#182124;--grid:rgb(170 200 205/14%);--halo:#0e1416;--on:#10181a}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:400 1rem/1.55 system-ui,-apple-system,"Segoe UI","Noto Sans",sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1080px;margin:0 auto;padding:40px 24px 56px}
h1,h2{margin:0;line-height:1.2;font-weight:620;letter-spacing:-.011em}
h1{font-size:clamp(1.6rem,1.2rem + 1.4vw,2.1rem)}
h2{font-size:1.25rem;margin:44px 0 12px}
p{margin:0 0 .75em;max-width:72ch}
.kicker{color:var(--accent);font-weight:620;margin:0 0 6px}
.facts{max-width:none;color:var(--soft);margin:8px 0 24px;overflow-wrap:anywhere}
.card{background:var(--card);border:1px solid var(--hair);border-radius:14px;padding:18px 22px}
.card p:last-child{margin:0}
.what{background:var(--wash);border-color:transparent;display:grid;grid-template-columns:repeat(auto-fit,minmax(270px,1fr));gap:12px 32px}
.what p{margin:0}
.what strong{display:block;font-weight:650;margin-bottom:2px}
.limit{background:var(--warn-wash);border-color:transparent;margin-top:16px;color:var(--warn)}
.figures{display:flex;gap:12px;flex-wrap:wrap;margin:24px 0 0}
.figures div{flex:1 1 150px;background:var(--card);border:1px solid var(--hair);border-radius:14px;padding:12px 18px}
.figures b{display:block;font-size:1.75rem;font-weight:620;line-height:1.2}
.figures span{color:var(--soft)}
.wide{overflow-x:auto}
details{margin-top:12px}
summary{cursor:pointer;font-weight:560}
details[open] summary{margin-bottom:8px}
details .card{border:0;padding:0;border-radius:0}
table{border-collapse:collapse;width:100%;font-size:.95rem}
th,td{text-align:left;padding:8px 14px 8px 0;border-bottom:1px solid var(--hair);vertical-align:top}
th{color:var(--soft);font-weight:560;font-size:.86rem;white-space:nowrap}
tr:last-child td{border-bottom:0}
.number{text-align:right}
td.number,td.time{white-space:nowrap}
.none{color:var(--soft)}
td.way{white-space:nowrap}
td .turn{display:inline-block;width:1.05em;height:1.05em;vertical-align:-.18em;margin-right:.4em}
.turn path{fill:none;stroke:var(--ink);stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}
.dot{display:inline-block;width:.72em;height:.72em;border-radius:50%;margin-right:.45em}
.dot.person{background:var(--person)}.dot.bicycle{background:var(--bicycle)}.dot.motorcycle{background:var(--motorcycle)}.dot.car{background:var(--car)}.dot.bus{background:var(--bus)}.dot.truck{background:var(--truck)}
tr[data-mark]{cursor:pointer}
tr[data-mark]:hover,tr.on{background:var(--wash)}
tr[data-mark]:focus-visible{outline:2px solid var(--accent);outline-offset:-2px}
tr[data-mark] td:first-child{padding-left:10px}
.list thead th:first-child{padding-left:10px}
.list td:nth-child(4),.list td:nth-child(5){white-space:nowrap}
.tag{display:inline-grid;place-items:center;min-width:1.75em;height:1.75em;padding:0 .3em;border-radius:1em;font-size:.82rem;font-weight:620;border:1.5px solid var(--ink);line-height:1}
.refused .tag,.passed .tag{border-radius:.35em;border-style:dashed;border-color:var(--soft);color:var(--soft)}
.no{color:var(--warn);font-weight:560}
.why{color:var(--soft);min-width:16rem}
.tools{display:flex;flex-wrap:wrap;gap:8px 20px;margin:12px 0 0;font-size:.92rem;align-items:center}
.tools label{display:inline-flex;align-items:center;gap:.4em;cursor:pointer}
.tools input{accent-color:var(--accent);margin:0;width:1.05em;height:1.05em}
.drawing{padding:10px;overflow:hidden}
svg{display:block;width:100%;height:auto}
#scene{border-radius:8px}
.ground{fill:var(--ground)}
.grid{fill:none;stroke:var(--grid)}
.track path,.track circle{fill:none;stroke:var(--colour);stroke-linecap:round;stroke-linejoin:round}
.person{--colour:var(--person)}.bicycle{--colour:var(--bicycle)}.motorcycle{--colour:var(--motorcycle)}.car{--colour:var(--car)}.bus{--colour:var(--bus)}.truck{--colour:var(--truck)}
.fill{fill:var(--colour)}
.track .way{stroke-width:2.2}
.track .near{stroke-width:12;stroke:transparent}
.track .gap{stroke-width:1.6;stroke-dasharray:2 6}
.track .start{fill:var(--ground);stroke-width:1.8}
.track.quiet{opacity:.42}
.track.quiet .way{stroke-width:1.5}
.band{stroke:var(--ink);stroke-opacity:.09;fill:none}
.casing{stroke:var(--halo);stroke-width:6;stroke-linecap:round}
.ink{stroke:var(--ink);stroke-width:2.6;stroke-linecap:round}
.arrow{stroke:var(--ink);stroke-width:1.8}
.arrow-tip{fill:var(--ink)}
svg text{fill:var(--ink);font-size:15px;paint-order:stroke;stroke:var(--halo);stroke-width:4px;stroke-linejoin:round;text-anchor:middle}
text.name{font-size:18px;font-weight:700}
text.flow{font-size:17px;font-weight:700}
text.end{font-size:14px;font-style:italic}
.leader{stroke:var(--ink);stroke-width:1;stroke-opacity:.55}
.spot{fill:var(--colour);stroke:var(--halo);stroke-width:1.5}
.badge{fill:var(--colour);stroke:var(--halo);stroke-width:1.5}
.refused .badge{fill:var(--card);stroke:var(--colour);stroke-width:2;stroke-dasharray:3 2}
.passed .badge{fill:none;stroke:var(--colour);stroke-width:1.2}
.refused .spot,.passed .spot{fill:var(--card);stroke:var(--colour);stroke-width:1.5}
svg text.badge-text{font-size:12px;font-weight:700;fill:var(--on);stroke:none}
svg .refused text.badge-text{fill:var(--ink)}
#strip .axis{stroke:var(--strong)}
#strip .tick{stroke:var(--hair)}
#strip text{stroke:none;fill:var(--soft);font-size:13px}
#strip text.lane{text-anchor:start;fill:var(--ink);font-weight:650;font-size:15px}
#strip text.side{text-anchor:end;font-size:13px}
#strip .badge{stroke:var(--card)}
#strip .refused .badge,#strip .passed .badge{stroke:var(--colour)}
body:has(#show-quiet:not(:checked)) .quiet{display:none}
body:has(#show-refused:not(:checked)) .refused,body:has(#show-passed:not(:checked)) g.passed{display:none}
body:has(#show-paths:not(:checked)) .track:not(.on){display:none}
.focus .track:not(.on),.focus .mark:not(.on){opacity:.1}
.focus .track.on{opacity:1}
.focus .track.on .way{stroke-width:3.6}
footer{color:var(--soft);font-size:.9rem;margin-top:44px;border-top:1px solid var(--hair);padding-top:16px}
dl{margin:0;display:grid;grid-template-columns:max-content 1fr;gap:8px 20px}
dt{font-weight:560}
dd{margin:0;color:var(--soft);max-width:64ch}
@media (max-width:640px){main{padding:24px 14px}dl{grid-template-columns:1fr}dd{margin-bottom:8px}svg text{font-size:22px}text.name,text.flow{font-size:26px}svg text.badge-text{font-size:13px}#strip text,#strip text.lane,#strip text.side{font-size:20px}}
@media print{:root{--paper:#fff;--card:#fff}.tools{display:none}main{max-width:none;padding:0}.card,.figures div,tr,svg{break-inside:avoid}h2{break-after:avoid}}
`;

/** Shows the path of a mark while its row, badge or path is pointed at, and keeps it after a click. It calls nobody. */
export const explainScript = `
'use strict';
const scene = document.getElementById('scene');
const all = [...document.querySelectorAll('[data-mark],[data-track]')];
let kept = null;
function show(chosen) {
  const marks = new Set(), tracks = new Set();
  if (chosen) {
    if (chosen.dataset.mark) marks.add(chosen.dataset.mark);
    tracks.add(chosen.dataset.track);
    if (!chosen.dataset.mark) for (const one of all) if (one.dataset.mark && tracks.has(one.dataset.track)) marks.add(one.dataset.mark);
  }
  scene.classList.toggle('focus', chosen !== null);
  for (const one of all) one.classList.toggle('on', one.dataset.mark ? marks.has(one.dataset.mark) : tracks.has(one.dataset.track));
}
for (const one of all) {
  one.addEventListener('pointerenter', () => show(one));
  one.addEventListener('pointerleave', () => show(kept));
  one.addEventListener('focus', () => show(one));
  one.addEventListener('blur', () => show(kept));
  one.addEventListener('click', () => { kept = kept === one ? null : one; show(kept); });
  one.addEventListener('keydown', (pressed) => { if (pressed.key === 'Enter') one.click(); });
}
`;

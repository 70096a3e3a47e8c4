/** The style of the report; colours as on the page that Outis serves, and on paper black on white. */
export const reportStyle = `
:root{color-scheme:light dark;--paper:#f5f4ef;--card:#fffefb;--ink:#182124;--soft:#535f64;--hair:#dcdad1;--accent:#0b6670;--good:#e0efe3;--good-ink:#1c5b30;--bad:#f8e1dc;--bad-ink:#8e2a1b;--wash:#dfedec}
@media (prefers-color-scheme:dark){:root{--paper:#101618;--card:#171f22;--ink:#e6ecec;--soft:#a1b0b4;--hair:#29343a;--accent:#6cc5c9;--good:#15352a;--good-ink:#8edcae;--bad:#3d201b;--bad-ink:#f2a493;--wash:#163438}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:400 1rem/1.55 system-ui,-apple-system,"Segoe UI","Noto Sans",sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1080px;margin:0 auto;padding:40px 24px 64px}
h1,h2{margin:0;line-height:1.2;font-weight:620;letter-spacing:-.011em}
h1{font-size:clamp(1.6rem,1.2rem + 1.4vw,2.1rem)}
h2{font-size:1.25rem;margin:44px 0 12px}
p{margin:0 0 .75em;max-width:72ch}
.kicker{color:var(--accent);font-weight:620;margin:0 0 6px}
.facts{color:var(--soft);margin:8px 0 24px;max-width:none}
.verdict{border-radius:14px;padding:18px 22px;font-size:1.1rem}
.verdict p:last-child,.verdict ul:last-child{margin:0}
.clean{background:var(--good);color:var(--good-ink)}
.failed{background:var(--bad);color:var(--bad-ink)}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(170px,1fr));gap:12px;margin:16px 0 0}
.figures div{background:var(--card);border:1px solid var(--hair);border-radius:14px;padding:12px 18px}
.figures b{display:block;font-size:1.6rem;font-weight:620;line-height:1.25}
.figures span{color:var(--soft);font-size:.92rem}
.pictures{display:grid;grid-template-columns:repeat(auto-fit,minmax(280px,1fr));gap:16px}
figure{margin:0;background:var(--card);border:1px solid var(--hair);border-radius:14px;overflow:hidden}
figure img{display:block;width:100%;height:auto;image-rendering:pixelated}
figcaption{padding:10px 16px;color:var(--soft);font-size:.92rem}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.93rem}
th,td{text-align:left;padding:7px 14px 7px 0;border-bottom:1px solid var(--hair);vertical-align:top}
th{color:var(--soft);font-weight:560;font-size:.86rem}
td:first-child{min-width:11rem}
.number{text-align:right;white-space:nowrap}
.beyond td{color:var(--soft);font-style:italic}
li{margin:0 0 .4em;max-width:80ch}
ul{padding-left:1.2em}
code{font-size:.9em;overflow-wrap:anywhere}
@media print{:root{--paper:#fff;--card:#fff;--ink:#000;--soft:#444;--hair:#bbb;--good:#fff;--good-ink:#000;--bad:#fff;--bad-ink:#000}body{font-size:10pt}main{max-width:none;padding:0}.verdict{border:2px solid #000}h2{break-after:avoid}figure,tr,.figures div{break-inside:avoid}.pictures{grid-template-columns:1fr 1fr}}
`;

/** The look of the page: light, dark and print, from a phone's width on. */
const LIGHT =
  '--paper:#f5f6f8;--card:#fff;--ink:#17202b;--soft:#55606e;--line:#dfe3e8;--accent:#1d5bb8;--good:#17703f;--bad:#b3261e;--open:#8a5300;--na:#5b6673;--good-wash:#e9f5ee;--bad-wash:#fcedec;--open-wash:#fdf4e3;--na-wash:#eef0f3;--good-fill:#2f9e63;--bad-fill:#d9483f;--open-fill:#d99a1f;--na-fill:#c3cad3;--allowed:#dcefe4;--s0:#1d5bb8;--s1:#c2410c;--s2:#0f766e;--s3:#9333ea;--s4:#a16207;--s5:#be185d;--s6:#4d7c0f;--s7:#475569;--heat:29,91,184';
const DARK =
  '--paper:#0e1319;--card:#161d26;--ink:#e6ebf1;--soft:#9fabb9;--line:#2b3541;--accent:#7db4ff;--good:#5ccf92;--bad:#ff8f86;--open:#f0bd58;--na:#9fabb9;--good-wash:#11261b;--bad-wash:#2d1716;--open-wash:#2a2110;--na-wash:#1c242e;--good-fill:#3fae74;--bad-fill:#e0625a;--open-fill:#d9a441;--na-fill:#4a5665;--allowed:#17352a;--s0:#7db4ff;--s1:#ff9d5c;--s2:#4fd1c5;--s3:#c79bff;--s4:#e6c34d;--s5:#ff8fc0;--s6:#a6d957;--s7:#a9b6c6;--heat:125,180,255';

const SERIES = ['', '7 3', '2 3', '9 3 2 3', '4 2', '1 2', '12 3', '6 2 1 2']
  .map(
    (dash, index) =>
      `.s${index}{--c:var(--s${index})}path.s${index},line.s${index}{stroke-dasharray:${dash === '' ? 'none' : dash}}`,
  )
  .join('');

const SHADES = Array.from(
  { length: 9 },
  (_, step) => `.shade-${step}{background:rgba(var(--heat),${(step * 0.055).toFixed(3)})}`,
).join('');

const ROOMY = 'grid-template-columns:minmax(5rem,12rem) minmax(3rem,1fr) max-content';

const BASE = `
*{box-sizing:border-box}
html{color-scheme:light dark;scroll-padding-top:1rem;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif;overflow-wrap:anywhere}
h1,h2,h3,h4,p,ul,dl,dd,figure,fieldset{margin:0}
h1{font-size:clamp(1.65rem,1.2rem + 2vw,2.5rem);line-height:1.15;letter-spacing:-.015em;text-wrap:balance}
h2{font-size:1.4rem;line-height:1.25;letter-spacing:-.01em;margin:3rem 0 1rem;display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:baseline;justify-content:space-between}
h3{font-size:1rem;line-height:1.4;margin:1.75rem 0 .75rem}
h4{font-size:1.0625rem;line-height:1.35;text-wrap:pretty}
ul{padding:0;list-style:none}
a{color:var(--accent);text-underline-offset:.2em}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}
code{font:.875em ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
.soft,.tags,.eyebrow{color:var(--soft)}
.soft{font-size:.875rem}
.unseen,.skip:not(:focus){position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip:focus{position:fixed;top:.5rem;left:.5rem;z-index:2;padding:.5rem 1rem;background:var(--card)}
.nowrap{white-space:nowrap}
.layout{max-width:82rem;margin:0 auto;padding:1.5rem 1rem 4rem}
main,footer,.masthead{min-width:0}
main:focus{outline:0}
nav{margin:1.75rem 0 0}
nav ul{display:flex;flex-wrap:wrap;gap:.375rem}
nav a{display:flex;gap:.5rem;justify-content:space-between;padding:.3rem .7rem;border:1px solid var(--line);border-radius:99px;background:var(--card);color:var(--ink);font-size:.8125rem;text-decoration:none}
nav a:hover{border-color:var(--accent);color:var(--accent)}
.masthead>.soft{margin-top:.5rem}
.masthead>.wide{margin-top:1.5rem}
.masthead tbody th{min-width:12rem}
.eyebrow{font-size:.8125rem;margin-bottom:.5rem;letter-spacing:.02em}
.verdict{margin-top:1.5rem;padding:1.25rem 1.25rem 1rem;border-radius:12px;border-left:6px solid var(--tone);background:var(--wash)}
.verdict .word{font-size:clamp(1.4rem,1.1rem + 1.4vw,2rem);font-weight:700;line-height:1.2;color:var(--tone);margin-bottom:.375rem;display:flex;align-items:center;gap:.6rem}
.verb{display:inline-block}
.verb::first-letter{text-transform:uppercase}
.word .mark{width:1.5em;height:1.5em;font-size:.8em;border-radius:50%;background:var(--tone);color:var(--card)}
.pass{--tone:var(--good);--wash:var(--good-wash);--fill:var(--good-fill)}
.fail{--tone:var(--bad);--wash:var(--bad-wash);--fill:var(--bad-fill)}
.undetermined{--tone:var(--open);--wash:var(--open-wash);--fill:var(--open-fill)}
.not-applicable{--tone:var(--na);--wash:var(--na-wash);--fill:var(--na-fill)}
.mark{display:inline-flex;flex:none;align-items:center;justify-content:center;min-width:1.15em;font-weight:700;color:var(--tone)}
.tone{color:var(--tone)}
.waived,.mark.waived{color:var(--open)}
.proportions{display:block;margin:1rem 0 .6rem;border-radius:4px}
.proportions rect{fill:var(--fill);stroke:var(--wash);stroke-width:2}
.tally .mark,.counts .mark,td .mark{margin-right:.3em}
.tally{display:flex;flex-wrap:wrap;gap:.2rem 1.25rem;font-size:.9375rem}
.counts{display:inline-flex;gap:.7rem;font-size:.875rem;font-weight:500;font-variant-numeric:tabular-nums;letter-spacing:0}
.cornerstones{display:grid;grid-template-columns:repeat(auto-fit,minmax(14rem,1fr));gap:1rem 2rem;margin-top:1.25rem}
dt{color:var(--soft);font-size:.8125rem}
.cornerstones dd{font-size:.9375rem}
.pack{display:inline-block;margin:.15rem .35rem .15rem 0;padding:.05rem .55rem;border-radius:6px;background:var(--na-wash);font-size:.875rem}
.digest{font-size:.75rem;line-height:1.4;color:var(--soft)}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin-top:1.75rem;color:var(--soft);font-size:.8125rem}
.legend li{display:flex;align-items:center;gap:.5rem}
.filter{display:flex;flex-wrap:wrap;gap:.375rem;margin-top:1rem;padding:0;border:0;font-size:.8125rem}
.filter legend{float:left;margin-right:.5rem;padding:.3rem 0;color:var(--soft)}
.filter label{position:relative}
.filter input{position:absolute;inset:0;width:100%;height:100%;margin:0;opacity:0;cursor:pointer}
.filter span{display:block;padding:.3rem .8rem;border:1px solid var(--line);border-radius:99px;background:var(--card)}
.filter input:checked+span{border-color:var(--ink);background:var(--ink);color:var(--paper)}
.filter input:focus-visible+span{outline:3px solid var(--accent);outline-offset:2px}
${['fail', 'undetermined', 'pass']
  .map(
    (verdict) =>
      `.report:has(.show-${verdict}:checked) .rule:not(.${verdict}),.report:has(.show-${verdict}:checked) :is(.clause,.area):not(:has(.rule.${verdict})){display:none}`,
  )
  .join('\n')}
.area>h2{padding-bottom:.5rem;border-bottom:2px solid var(--line)}
.clause h3{color:var(--soft);font-weight:500}
.clause-id{margin-right:.35rem;font-weight:700;color:var(--ink)}
.rule{margin-bottom:.75rem;padding:1rem 1.125rem .75rem;border:1px solid var(--line);border-left:4px solid var(--tone);border-radius:10px;background:var(--card);content-visibility:auto;contain-intrinsic-size:auto 13rem}
.inside{scroll-margin-top:4.5rem}
.rule:target,.measurement:has(:target){outline:3px solid var(--accent);outline-offset:2px}
.rule>header{display:flex;gap:.6rem;align-items:flex-start}
.rule>header .mark{font-size:1.125rem;line-height:1.3}
.tags{font-size:.8125rem}
.comparison{display:grid;grid-template-columns:minmax(0,1fr);gap:.125rem 1.25rem;align-items:center;margin-top:.75rem}
.comparison .name{font-size:.875rem;color:var(--soft)}
.comparison .value{font-size:.9375rem;font-variant-numeric:tabular-nums}
.comparison .value strong{margin-right:.3rem;font-size:1.0625rem;color:var(--tone)}
.comparison .value span{color:var(--soft)}
.gauge{display:block;overflow:hidden;border-radius:5px;background:var(--na-wash)}
.gauge .allowed{fill:var(--allowed)}
.gauge .axis{stroke:var(--na-fill);stroke-width:1}
.gauge .limit,.bar .limit{stroke:var(--ink);stroke-width:2.5}
.gauge .interval,.gauge .cap{stroke:var(--tone,var(--accent));stroke-width:2.5}
.gauge circle{fill:var(--tone,var(--accent));stroke:var(--card);stroke-width:1.5}
.gauge .before :is(.interval,.cap){stroke:var(--na)}
.gauge .before circle{fill:var(--na)}
.gauge.plain,.gauge.key{background:none}
.gauge.key{flex:none;border:0}
.reason{margin-top:.6rem;font-size:.9375rem}
.rule.pass .reason{color:var(--soft)}
.advice{margin-top:.35rem;padding-left:1.25rem;font-size:.9375rem;position:relative}
.advice::before{content:"→" / "";position:absolute;left:0;color:var(--accent);font-weight:700}
.waiver{margin-top:.6rem;padding:.5rem .75rem;border-radius:8px;background:var(--na-wash);font-size:.9375rem}
.waiver.applied{background:var(--open-wash)}
details>summary{cursor:pointer}
.how{margin-top:.6rem}
.how>summary{color:var(--soft);font-size:.8125rem;padding:.2rem 0}
.how>summary:hover{color:var(--accent)}
.how dl{display:grid;grid-template-columns:minmax(0,1fr);gap:0 1rem;margin:.35rem 0 .5rem;font-size:.875rem}
.how dd+dt{margin-top:.4rem}
.measurement{margin-bottom:.5rem;border:1px solid var(--line);border-radius:10px;background:var(--card);padding:0 1.125rem;content-visibility:auto;contain-intrinsic-size:auto 3.75rem}
.measurement>summary{margin:0 -1.125rem;padding:.75rem 1.125rem .75rem 2.2rem;position:relative;list-style:none;display:flex;flex-wrap:wrap;gap:0 1rem;align-items:baseline;justify-content:space-between}
.measurement>summary::-webkit-details-marker{display:none}
.measurement>summary::before{content:"▸" / "";position:absolute;left:1.125rem;color:var(--soft)}
.measurement[open]>summary::before{content:"▾" / ""}
.measurement>summary:hover .title{color:var(--accent)}
.measurement .title{font-weight:600}
.measurement[open]{padding-bottom:1rem}
.inside>p{margin-top:.5rem}
.inside>.wide{margin-top:.75rem}
.unmeasured{font-size:.875rem;color:var(--open)}
.details{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(24rem,100%),1fr));gap:1.5rem 2.5rem;margin:1.25rem 0}
.detail{min-width:0}
.inside>.detail{margin-top:1.25rem}
.matrix thead th{white-space:normal}
.detail.table:has(th:nth-child(6)),.detail.text{grid-column:1/-1}
figcaption{font-weight:600;margin-bottom:.5rem}
.chart{display:block;width:100%;max-width:34rem;height:auto}
.chart .grid{stroke:var(--line);stroke-width:1}
.chart .tick{fill:var(--soft);font-size:12px}
.chart .line,.series .line{fill:none;stroke:var(--c);stroke-width:2}
.chart .band{fill:var(--c);opacity:.15;stroke:none}
.chart circle{fill:var(--c)}
.chart .diagonal{stroke:var(--na);stroke-width:1.5;stroke-dasharray:3 4}
${SERIES}
.axis-name{font-size:.8125rem;color:var(--soft)}
.axis-name.x{text-align:right;max-width:34rem}
.series{display:flex;flex-wrap:wrap;gap:.2rem 1.25rem;font-size:.8125rem}
.series li{display:flex;align-items:center;gap:.5rem}
.drawn-rows li{display:grid;grid-template-columns:minmax(5rem,9rem) minmax(3rem,1fr) max-content;gap:0 .75rem;align-items:center;padding:.15rem 0;font-size:.8125rem}
.drawn-rows .value{font-variant-numeric:tabular-nums;text-align:right;color:var(--soft);max-width:10rem}
.bar rect{fill:var(--accent)}
.bar rect.negative{fill:var(--bad-fill)}
${SHADES}
.cell{display:block;margin:-.3rem -.5rem;padding:.3rem .5rem;border-radius:4px}
.cell.negative{outline:1px dashed var(--bad-fill);outline-offset:-1px}
.wide{position:relative;overflow-x:auto;max-width:100%}
table{border-collapse:collapse;width:100%;font-size:.875rem;overflow-wrap:break-word}
th,td{padding:.4rem .75rem .4rem 0;border-bottom:1px solid var(--line);text-align:start;vertical-align:top}
th{font-weight:500}
thead th{color:var(--soft);font-size:.8125rem;white-space:nowrap}
.number{text-align:end;font-variant-numeric:tabular-nums;padding-left:.75rem;white-space:nowrap}
td .digest{word-break:break-all}
td.words{min-width:5rem}
.plain li{display:flex;gap:.5rem;padding:.5rem 0;border-bottom:1px solid var(--line)}
.severity.error{color:var(--bad)}.severity.warning{color:var(--open)}
.facts{display:grid;grid-template-columns:minmax(0,1fr);gap:0 1.5rem;font-size:.9375rem}
.facts dd{margin-bottom:.5rem}
.facts .row{display:block}
footer,.colophon{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--line);color:var(--soft);font-size:.8125rem}
footer:empty{display:none}
footer p+p{margin-top:.35rem}
.one-of-many{margin-top:4rem;padding-top:2rem;border-top:3px solid var(--line)}
.change{margin:.75rem 0;padding:.75rem 1.125rem;border:1px solid var(--line);border-radius:10px;background:var(--card)}
.change .comparison{margin-top:.25rem}
.from-to{display:inline-flex;flex-wrap:wrap;gap:.5rem;align-items:center}
@media (min-width:48rem){
.comparison{grid-template-columns:minmax(8rem,13rem) minmax(10rem,1fr) minmax(12rem,19rem)}
.change .comparison{grid-template-columns:minmax(10rem,1fr) minmax(16rem,24rem)}
.facts,.how dl{grid-template-columns:minmax(8rem,13rem) minmax(0,1fr)}
.how dd+dt{margin-top:0}
.how dd{grid-column:2}
.facts dd{margin-bottom:.35rem}
.verdict{padding:1.5rem 1.75rem 1.25rem}
.drawn-rows li{${ROOMY}}
.drawn-rows .value{max-width:none}
}
@media (min-width:70rem){
.layout:not(:has(nav)){max-width:66rem;padding-top:2.5rem}
.layout:has(nav){display:grid;grid-template-columns:14rem minmax(0,1fr);grid-template-rows:auto auto 1fr;gap:0 3rem;padding-top:2.5rem}
.layout>*{grid-column:2}
.layout>nav{grid-column:1;grid-row:1/span 3;position:sticky;top:2.5rem;align-self:start;max-height:calc(100vh - 5rem);overflow-y:auto;margin:0}
nav ul{flex-direction:column;gap:0}
nav a{border:0;background:none;border-radius:6px;padding:.4rem .6rem;font-size:.875rem}
nav a:hover{background:var(--na-wash)}
nav .part a{color:var(--soft)}
nav li:not(.part)+.part{margin-top:.75rem;padding-top:.75rem;border-top:1px solid var(--line)}
}
@media (forced-colors:active){.gauge,.bar,.proportions,.chart{forced-color-adjust:none}}
@media print{
:root{${LIGHT};--paper:#fff}
@page{size:A4;margin:16mm 14mm 18mm;@bottom-right{content:counter(page) " / " counter(pages);font:8pt system-ui,sans-serif;color:#55606e}}
body{font-size:9.5pt}
.layout,.layout:has(nav){display:block;max-width:none;padding:0}
nav,.filter,.skip{display:none}
a{color:inherit;text-decoration:none}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
.rule,.measurement{content-visibility:visible}
.rule,tr,.change,.waiver,.drawn-rows li,.chart{break-inside:avoid}
h2,h3,h4,summary,figcaption,.axis-name,.inside>p:first-child{break-after:avoid}
.axis-name.x,.drawn-rows+.soft{break-before:avoid}
h2{margin-top:1.5rem}
details::details-content{content-visibility:visible;display:block;block-size:auto}
.measurement>summary::before,.how>summary::marker{content:""}
.wide{overflow:visible}
thead th,table:has(th:nth-child(6)) .number{white-space:normal}
.drawn-rows li{${ROOMY}}
.drawn-rows .value{max-width:none}
.details{display:block}.detail{margin-bottom:1rem}.chart{max-width:11cm}
}`;

export const STYLE = `:root{${LIGHT}}@media (prefers-color-scheme:dark){:root{${DARK}}}${BASE}`.replace(/\n\s*/g, '\n');

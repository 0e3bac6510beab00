/** The style sheet of the HTML report. */
import { chartStyle } from '../../../shared/charts/svg.ts';

/** The one inline style sheet of report.html; its hash stands in the page's content policy. */
export const STYLE = `
:root{color-scheme:light dark;
--desk:light-dark(#dcdcd7,#0c0d0c);--surface:light-dark(#ffffff,#171817);--chrome:light-dark(#f4f4f1,#111211);
--line:light-dark(#e4e4df,#2a2b29);--line-2:light-dark(#cdcec8,#3c3e3a);--text:light-dark(#1a1b19,#e7e8e4);
--muted:light-dark(#5c5e59,#a1a49d);--accent:light-dark(#3d35c4,#a5a6ff);
--font:"Segoe UI Variable Text","Segoe UI",-apple-system,BlinkMacSystemFont,Roboto,Cantarell,"Noto Sans",Inter,Lato,Arial,system-ui,sans-serif}
*{box-sizing:border-box;margin:0;padding:0}
html{background:var(--desk)}
body{font:12px/16px var(--font);color:var(--text);background:var(--desk);padding:24px;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
main{display:grid;gap:24px;justify-content:center;grid-template-columns:minmax(0,794px)}
nav{max-width:794px;margin:0 auto 16px}
nav ol{list-style:none;display:flex;flex-wrap:wrap;gap:4px 16px}
nav a{color:var(--text);text-decoration:none;display:inline-flex;gap:6px;align-items:center;padding:4px 0}
nav bdi{max-width:200px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}nav .swatch{margin-right:0}
nav a:hover,nav a:focus-visible{text-decoration:underline}
a:focus-visible,summary:focus-visible{outline:2px solid var(--accent);outline-offset:1px;border-radius:2px}
.sheet{background:var(--surface);min-height:1123px;padding:0 48px 32px;display:flex;flex-direction:column}
.band{background:var(--chrome);margin:0 -48px;padding:24px 48px 12px;display:grid;gap:14px;border-bottom:1px solid var(--text)}
.brand,.meta{display:flex;gap:8px;align-items:center;flex-wrap:wrap}
.brand b{font-weight:600}.end{margin-left:auto}
.meta{color:var(--muted);gap:4px 24px;justify-content:space-between;margin-top:-8px}
.head{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:8px 32px;padding:28px 0 22px;align-items:end;border-bottom:1px solid var(--line)}
.kick{color:var(--muted)}
h1{font-size:28px;line-height:36px;font-weight:300;letter-spacing:-.015em;display:inline;padding-bottom:3px;border-bottom:3px solid transparent;-webkit-box-decoration-break:clone;box-decoration-break:clone}
.title{margin-bottom:2px;line-height:42px}
.lead{max-width:430px;margin-top:12px;font-size:13px;line-height:20px}
.head dl{display:flex;gap:28px}.head dt{color:var(--muted);white-space:nowrap}.head dd{font-size:28px;line-height:36px;font-weight:300;white-space:nowrap}
.row{display:grid;gap:20px;padding:18px 0;border-bottom:1px solid var(--line);grid-template-columns:minmax(0,1fr)}
.row.two{grid-template-columns:minmax(0,339px) minmax(0,339px)}
.row:nth-last-of-type(1){border-bottom:0}
/* blocks of one column */
.stack{display:grid;gap:18px;align-content:start;grid-template-columns:minmax(0,1fr)}
h2{font-size:13px;line-height:16px;font-weight:600}
.note{color:var(--muted);margin-bottom:10px}
.chart{display:block;max-width:100%;height:auto;overflow:hidden;font-family:var(--font)}
.swatch{flex:none;display:inline-block;width:8px;height:8px;margin-right:8px;border-radius:2px}
details{margin-top:8px}
summary{color:var(--muted);cursor:pointer;width:max-content;max-width:100%;line-height:20px}
summary:hover{color:var(--text)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;table-layout:fixed}
th{font-weight:400;color:var(--muted);text-align:left;vertical-align:bottom;border-bottom:1px solid var(--line-2);padding:4px 12px 4px 0}
tbody th{color:var(--text);border-bottom:1px solid var(--line);vertical-align:top;font-weight:400}
td{padding:4px 12px 4px 0;border-bottom:1px solid var(--line);vertical-align:top}
th:last-child,td:last-child{padding-right:0}
.n{text-align:right}
tbody tr:last-child>*{border-bottom:0}
.m{padding-left:16px;text-indent:-16px}.aside{color:var(--muted)}.date{white-space:nowrap}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.prose{line-height:18px;max-width:620px}.prose+.prose{margin-top:8px}
.facts>div{display:flex;justify-content:space-between;gap:16px;line-height:20px}
.facts dt{color:var(--muted)}.facts dd{text-align:right}
.foot{margin-top:auto;border-top:1px solid var(--text);padding-top:10px;display:flex;flex-wrap:wrap;justify-content:space-between;gap:4px 16px;color:var(--muted)}
@media screen and (max-width:860px){body{padding:0}nav{padding:12px 16px 0;margin-bottom:8px}.sheet{padding:0 16px 24px;min-height:0}.band{margin:0 -16px;padding:16px}.head{grid-template-columns:minmax(0,1fr)}}
@media screen and (max-width:740px){.row.two{grid-template-columns:minmax(0,1fr)}.head dl{flex-wrap:wrap}}
@page{size:A4;margin:0}
@media print{:root{color-scheme:light}html,body{background:#fff;padding:0;-webkit-print-color-adjust:exact;print-color-adjust:exact}
nav,details:not([open]),summary{display:none}main{display:block}.sheet{width:794px;min-height:1122px;break-after:page}.sheet:last-child{break-after:auto}
.row,tr{break-inside:avoid}.sheet{padding-bottom:16px}.band{padding:18px 48px 10px;gap:10px}.row{padding:9px 0}.stack{gap:12px}.note{margin-bottom:6px}.head{padding:14px 0 10px}.lead{margin-top:6px}}
${Array.from({ length: 100 }, (_, at) => `.w-${at + 1}{width:${at + 1}%}`).join('')}
${chartStyle()}
`;

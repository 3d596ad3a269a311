import { createHash } from 'node:crypto';

/** The paper: always light, in the levels' fills of the window. Patterns and left bars carry them in gray. */
export const STYLE = `
*{box-sizing:border-box}
html,body,h1,h2,h3,h4,h5,h6,p,ul,ol,dl,dd,figure,pre,table{margin:0;padding:0}
:root{color-scheme:only light;--text:#1a1c20;--text-2:#4c515a;--text-3:#646973;--line:#e4e6e9;--line-strong:#cbcfd5;--attention:#9c3806;--accent:#3a50c2;--mono:"JetBrains Mono",ui-monospace,"SF Mono",Consolas,"DejaVu Sans Mono",monospace}
html{background:#e5e7ec;-webkit-text-size-adjust:100%}
body{max-width:1060px;margin:20px auto;padding:34px 48px 48px;background:#fff;color:var(--text);font:400 12px/1.46 "Inter Variable",Inter,system-ui,"Segoe UI",sans-serif;font-variant-numeric:tabular-nums;box-shadow:0 0 0 1px rgb(20 22 28/.08),0 2px 10px rgb(20 22 28/.08);print-color-adjust:exact;-webkit-print-color-adjust:exact}
h1{font-size:20px;line-height:1.2;font-weight:600;letter-spacing:-.012em}
h2{font-size:15px;line-height:1.3;font-weight:600;margin:28px 0 6px}
h3{font-size:12px;font-weight:600;margin:14px 0 4px}
h4,h5,h6{font-size:12px;font-weight:600}
b{font-weight:600}
a{color:inherit;text-decoration:underline;text-decoration-color:var(--line-strong);text-underline-offset:2px}
a:hover{color:var(--accent)}
:focus-visible{outline:2px solid var(--accent);outline-offset:1px}
:target{scroll-margin-top:8px}
tr:target>*{background:#ebeffd}
.by{color:var(--text-2);margin-top:2px;overflow-wrap:anywhere}
.old{color:var(--attention)}
.url,.mono{font-family:var(--mono);font-size:10px;letter-spacing:-.01em;overflow-wrap:anywhere}
.url{color:var(--text-2)}
.hash{overflow-wrap:anywhere}
.facts{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:2px 14px;margin-top:12px;font-size:11px}
.facts dt{color:var(--text-2)}
.facts dd{overflow-wrap:anywhere}
.dots{list-style:none;display:flex;flex-wrap:wrap;gap:0 14px}
.dots li{white-space:nowrap;min-width:0}
nav a{display:inline-block;line-height:24px}
.sources li{white-space:normal;overflow-wrap:anywhere}
nav{margin-top:12px;border-block:1px solid var(--line-strong);padding:1px 0;font-size:11px}
nav h2{font-size:11px;margin:0 14px 0 0;font-weight:400;color:var(--text-2);line-height:24px;float:left}
.lead{font-size:13px;line-height:1.5;margin-bottom:10px}
.bar{display:block;width:100%;height:10px}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:3px 18px;margin:7px 0 0;font-size:10.5px;line-height:14px}
.legend li{display:flex;align-items:center;gap:5px;white-space:nowrap}
.sw{display:inline-block;width:16px;height:10px;border-radius:1px;flex:none}
.sw.validated{background:#14625f}
.sw.deployed{background:linear-gradient(90deg,#0f6f6b 3px,#a6d3cd 3px)}
.sw.failed{background:linear-gradient(90deg,#b2420b 3px,transparent 3px),repeating-linear-gradient(135deg,#fbe3d2 0 2px,#e08a50 2px 4px)}
.sw.listed{background:#e8eaed;box-shadow:inset 0 0 0 1px #cbcfd5}
.sw.unlisted{border:1px dashed #8b919b}
.lv{white-space:nowrap}
.lv .sw{margin-right:5px;vertical-align:-1px}
.f-validated{fill:#14625f}.f-deployed{fill:#a6d3cd}.f-listed{fill:#cbcfd5}.f-side{fill:#0f6f6b}.f-side-failed{fill:#b2420b}
.f-unlisted{fill:none;stroke:#8b919b;stroke-width:.6;stroke-dasharray:1.6 1.2}
.picture{display:block;width:100%;height:auto;margin-top:8px}
.picture a{text-decoration:none}
.picture text{font:6.5px "Inter Variable",Inter,system-ui,"Segoe UI",sans-serif;fill:#1a1c20}
.picture .f-listed{fill:#e8eaed}
.picture .n{text-anchor:end;font-size:5.8px}
.picture .h{font-size:5.7px;font-weight:600;letter-spacing:-.02em}
.picture .c{font-size:5.4px;fill:#4c515a}
.picture .v text{fill:#fff}
.picture .u text{fill:#4c515a}
figcaption,.note,.none,.all{font-size:10.5px;color:var(--text-2);margin-top:5px}
.counted dl{display:grid;grid-template-columns:96px minmax(0,1fr);gap:5px 12px;font-size:11px;line-height:1.45;border:1px solid var(--line-strong);border-radius:4px;padding:10px 14px 12px}
.counted dt{color:var(--text-2)}
.counted dd b{font-weight:500}
.rule{color:var(--text-2)}
table{border-collapse:collapse;width:100%;font-size:11px;line-height:1.4}
caption{text-align:left;font-size:10.5px;color:var(--text-2);padding-bottom:4px}
th{font:inherit;text-align:left;vertical-align:top}
thead th{font-size:10px;font-weight:500;color:var(--text-2);border-bottom:1px solid var(--text);padding:2px 0 3px 12px;vertical-align:bottom}
tbody th,td{border-bottom:1px solid var(--line);padding:3px 0 3px 12px;vertical-align:top;overflow-wrap:anywhere}
tr>:first-child{padding-left:0}
td.num,thead th.num{text-align:right}
td.num{white-space:nowrap;overflow-wrap:normal}
.nowrap{white-space:nowrap;overflow-wrap:normal}
tfoot th,tfoot td{font-weight:600;border-bottom:0;padding:3px 0 3px 12px}
tfoot tr:first-child>*{border-top:1px solid var(--text)}
tbody tr.group th{font-weight:600;padding-top:10px;border-bottom-color:var(--line-strong)}
tr.group span{font-weight:400;color:var(--text-2)}
.wide{table-layout:fixed}
.where{display:block;font-size:10px;color:var(--text-3)}
.wide .url{display:block}
.files{margin-top:8px}
.open{font-size:10.5px;line-height:1.35}
.open tbody th,.open td{padding-block:1.5px}
.c-id{width:76px}.c-tech{width:144px}.c-mark{width:86px}.c-when{width:140px}.c-comment{width:22%}.c-what{width:28%}.c-count{width:90px}.c-kind{width:64px}.c-n{width:50px}.c-na{width:66px}.c-nm{width:84px}.c-date{width:82px}.c-age{width:52px}
.open .c-tech{width:45%}
.nil{color:var(--text-3)}
.markdown{border:1px solid var(--line-strong);border-radius:4px;padding:8px 12px;overflow-wrap:anywhere}
.markdown>*+*{margin-top:6px}
.markdown ul,.markdown ol{padding-left:20px}
.markdown blockquote{margin:6px 0 0;padding-left:10px;border-left:2px solid var(--line-strong)}
.markdown pre,pre.markdown{white-space:pre-wrap;font:10.5px/1.45 var(--mono)}
.markdown code{font:10.5px var(--mono)}
.markdown table{width:auto}
.said{color:var(--text-2);margin-bottom:4px}
@media (max-width:820px){body{margin:0;padding:20px 16px;box-shadow:none}.c-tech{width:110px}.c-comment{width:20%}}
@page{size:auto;margin:13mm 12mm 15mm;@bottom-right{content:counter(page) " of " counter(pages);font:8pt system-ui,sans-serif;color:#4c515a}}
@media print{
html{background:none}
body{max-width:none;margin:0;padding:0;box-shadow:none}
a{text-decoration:none}
h2,h3,caption,.said{break-after:avoid}
thead{display:table-header-group}
tfoot{display:table-row-group}
tr,figure,.legend,.lead,.keep{break-inside:avoid}
tr.group{break-after:avoid}
.counted dt,.counted dd{break-inside:avoid}
.picture{max-height:160mm}
.new-page{break-before:page}
.new-page>h2{margin-top:0}
}
`;

/** The hash by which the page's policy allows this one style element and no other. */
export const STYLE_HASH = `sha256-${createHash('sha256').update(STYLE).digest('base64')}`;

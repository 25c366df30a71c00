#include "report/html_style.h"

namespace gait::report {

std::string_view html_style() {
  return R"css(
:root{color-scheme:light dark;
--ground:#fafaf9;--card:#fff;--line:#e6e6e3;--soft:#f1f1ef;--text:#1b1c1f;--quiet:#5d6169;
--link:#2450b5;--ink:#3b6fd4;--rail:#ecebe8;--band:#3b6fd42b;--over:#c2500a;
--h0:#f0f0ee;--h1:#cddcf7;--h2:#98b7ec;--h3:#5d8ade;--h4:#2450b5;
--critical:#a4123f;--critical-g:#fdedf1;--high:#ad4406;--high-g:#fef1e7;--medium:#735600;
--medium-g:#fbf4da;--low:#2450b5;--low-g:#ebf1fd;--info:#545861;--info-g:#f0f0ef;
--shadow:0 1px 2px #1b1c1f0a,0 1px 1px #1b1c1f05}
@media screen and (prefers-color-scheme:dark){:root{
--ground:#0f1012;--card:#16181b;--line:#292c31;--soft:#1f2226;--text:#e7e8ea;--quiet:#a1a6af;
--link:#9bbcff;--ink:#6b9bf5;--rail:#25282d;--band:#6b9bf533;--over:#f0914f;
--h0:#1f2226;--h1:#20335b;--h2:#2d5094;--h3:#4c7dd6;--h4:#9bbcff;
--critical:#ff94ac;--critical-g:#3a1722;--high:#ffae76;--high-g:#372113;--medium:#e3c560;
--medium-g:#302910;--low:#9bbcff;--low-g:#18274a;--info:#b4b9c2;--info-g:#26292e;
--shadow:none}}
*{box-sizing:border-box}
html{scroll-padding-top:72px;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--text);
font:14px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Liberation Sans",Arial,sans-serif;
font-variant-numeric:tabular-nums;-webkit-font-smoothing:antialiased}
code{font:.9em/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;
overflow-wrap:anywhere}
h1,h2,h3,h4,h5,p,ul,ol,dl,dd{margin:0;padding:0}
ul,ol{list-style:none}
a{color:var(--link);text-decoration:none}
a:hover{text-decoration:underline}
:focus-visible{outline:2px solid var(--ink);outline-offset:2px;border-radius:4px}
header{position:sticky;top:0;z-index:1;background:var(--ground);border-bottom:1px solid var(--line)}
header div{max-width:1120px;margin:auto;padding:0 24px;height:52px;display:flex;align-items:center;gap:28px}
header a{color:var(--text)}
header .name{font-weight:650;letter-spacing:-.01em;font-size:15px}
nav{display:flex;gap:20px}
nav a{color:var(--quiet)}
nav span{font-size:12px;padding:1px 7px;margin-left:4px;border-radius:9px;background:var(--soft)}
main,footer{max-width:1120px;margin:auto;padding:0 24px}
main>section{padding-top:44px}
footer{padding-top:56px;padding-bottom:40px;color:var(--quiet);font-size:13px}
h1{font-size:30px;line-height:1.2;font-weight:640;letter-spacing:-.022em}
h2{font-size:19px;font-weight:640;letter-spacing:-.012em}
h3{font-size:15px;font-weight:620;margin-top:32px}
h4{font-size:13px;font-weight:620}
h5{font-size:12px;font-weight:560;color:var(--quiet)}
.lead{margin-top:8px;color:var(--quiet);font-size:16px}
.quiet,main>section>p{color:var(--quiet)}
main>section>h2+p{margin:4px 0 16px}
.under i{font-style:normal}
.under i:before{content:"·";margin:0 7px;color:var(--quiet)}
.cards{display:grid;grid-template-columns:minmax(0,1fr) 320px;gap:16px;margin-top:28px}
.card,.finding,.identity{background:var(--card);border:1px solid var(--line);border-radius:10px;
box-shadow:var(--shadow)}
.card{padding:18px 20px 20px;min-width:0}
.card h2{font-size:13px;font-weight:620;letter-spacing:0;margin-bottom:14px}
svg{display:block;overflow:visible}
.rail{fill:var(--rail)}.fill,.bar{fill:var(--ink)}.over{fill:var(--over)}.band{fill:var(--band)}
.axis,.lane{fill:var(--line)}
.h0{fill:var(--h0)}.h1{fill:var(--h1)}.h2{fill:var(--h2)}.h3{fill:var(--h3)}.h4{fill:var(--h4)}
.timeline{display:grid;grid-template-columns:56px minmax(0,1fr);gap:0 12px}
.lanes span{display:block;height:26px;line-height:26px;font-size:12px;color:var(--quiet)}
.timeline .ends{grid-column:2}
.timeline circle{fill:var(--c);stroke:var(--card);stroke-width:1.5}
.timeline a:hover circle,.timeline a:focus-visible circle{stroke:var(--text)}
.ends{display:flex;justify-content:space-between;font-size:12px;color:var(--quiet);padding-top:6px}
.s-critical{--c:var(--critical);--g:var(--critical-g)}.s-high{--c:var(--high);--g:var(--high-g)}
.s-medium{--c:var(--medium);--g:var(--medium-g)}.s-low{--c:var(--low);--g:var(--low-g)}
.s-info{--c:var(--info);--g:var(--info-g)}
.badge{display:inline-flex;align-items:center;gap:6px;justify-self:start;height:22px;padding:0 9px 0 8px;
border-radius:6px;font-size:12px;font-weight:580;color:var(--c);background:var(--g)}
.mark .on{fill:var(--c)}.mark .off{fill:var(--c);opacity:.25}
.severities li{display:grid;grid-template-columns:92px 1fr 34px;align-items:center;gap:12px;height:26px}
.severities .fill{fill:var(--c)}
.severities b,.top b{text-align:right;font-weight:580}
.severities{display:grid;gap:4px}
.top li{display:grid;grid-template-columns:minmax(0,1fr) 110px 120px 30px;align-items:center;gap:14px;
padding:6px 0;border-top:1px solid var(--soft)}
.top li:first-child{border:0}
.top a{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.facts{display:grid;grid-template-columns:auto minmax(0,1fr);gap:5px 16px;font-size:13px}
.facts dt{color:var(--quiet);white-space:nowrap}
.facts dd{overflow-wrap:anywhere}
summary{cursor:pointer;list-style:none}
summary::-webkit-details-marker{display:none}
.events{margin-top:14px;font-size:13px}
.events summary{color:var(--link)}
.events summary:before{content:"▸";display:inline-block;width:14px}
.events[open] summary:before{content:"▾"}
.events li{padding:2px 0 0 14px;overflow-wrap:anywhere}
.finding,.identity{margin-top:10px}
.finding>summary,.identity>summary{display:grid;align-items:center;gap:4px 18px;padding:13px 20px;border-radius:10px}
.finding>summary{grid-template-columns:96px minmax(0,1fr) 44px}
.identity>summary{grid-template-columns:minmax(0,1fr) 150px 92px 44px}
.finding>summary:hover,.identity>summary:hover{background:var(--soft)}
.finding[open]>summary,.identity[open]>summary{border-radius:10px 10px 0 0}
.what b{display:block;font-weight:580;overflow-wrap:anywhere}
.under{font-size:13px;color:var(--quiet);overflow-wrap:anywhere}
.risk,.calls{text-align:right;line-height:1.25}
.risk b{display:block;font-size:20px;font-weight:600;letter-spacing:-.01em}
.calls b{display:block;font-weight:560}
.finding .risk b{color:var(--c)}
.risk span,.calls span{font-size:12px;color:var(--quiet)}
.finding>.body{display:grid;grid-template-columns:minmax(0,1fr) 320px;border-top:1px solid var(--line)}
.body{scroll-margin-top:140px}
.main{padding:20px 24px 24px 20px}
.side{padding:20px;border-left:1px solid var(--line)}
.main h4:not(:first-child),.side h4{margin-top:24px}
.main h4,.side h4{margin-bottom:8px}
.reasons>li{padding:12px 0;border-top:1px solid var(--soft)}
.reasons>li:first-child{border:0;padding-top:2px}
.reason{display:grid;grid-template-columns:minmax(0,1fr) 150px;align-items:center;gap:16px}
.reason h5{font-size:14px;font-weight:580;color:var(--text)}
.reason h5 span{color:var(--quiet);font-weight:400;margin-left:6px}
.weight{display:grid;grid-template-columns:1fr 42px;align-items:center;gap:10px;font-size:12px;
color:var(--quiet);text-align:right}
.weight .fill{fill:var(--c)}
.pair{display:grid;grid-template-columns:70px minmax(0,1fr);gap:2px 10px;margin-top:4px}
.pair dt{color:var(--quiet)}
.pair dd{overflow-wrap:anywhere}
.pair dt:first-child+dd{font-weight:560}
.meta{margin-top:5px;font-size:12.5px;color:var(--quiet)}
.meta span+span:before{content:"·";margin:0 7px}
.steps{counter-reset:step}
.steps li{counter-increment:step;position:relative;padding:3px 0 3px 26px}
.steps li:before{content:counter(step);position:absolute;left:0;top:5px;width:18px;height:18px;
border-radius:9px;background:var(--soft);color:var(--quiet);font-size:11px;line-height:18px;text-align:center}
.changes li{padding:3px 0}
.changes b{font-weight:560}
.changes code{color:var(--quiet);margin-left:4px}
.changes span{display:block;color:var(--quiet);font-size:13px}
.chain li,.members li{font:12.5px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;
overflow-wrap:anywhere;padding:2px 0}
.chain li{padding-left:18px;position:relative}
.chain li:before{content:"";position:absolute;left:3px;top:9px;width:7px;height:7px;border-radius:4px;background:var(--ink)}
.chain li+li:after{content:"";position:absolute;left:6px;top:-9px;height:16px;width:1px;background:var(--ink);opacity:.5}
.chips{display:flex;flex-wrap:wrap;gap:5px}
.chips li{font-size:12px;padding:0 7px;border-radius:5px;background:var(--soft)}
.identity>.body{border-top:1px solid var(--line);padding:16px 20px 22px}
.strip{display:flex;flex-wrap:wrap;gap:10px 28px;font-size:13px;padding-bottom:18px}
.strip dt{color:var(--quiet);font-size:12px}
.panels{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:26px 32px}
.panel{min-width:0}
.panel>h4{padding-top:10px;border-top:2px solid var(--text);margin-bottom:8px}
.panel h5{display:flex;justify-content:space-between;margin:12px 0 4px}
.panel h4+h5{margin-top:0}
.panel p.quiet{font-size:12.5px;margin-top:6px}
.panel p svg{display:inline-block}
.p-when{grid-column:span 2}
.p-what,.p-where,.p-much,.p-whom{grid-row:auto}
.ranked li{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:1px 12px;padding:2px 0 4px}
.ranked span{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.ranked b{font-weight:400;color:var(--quiet);font-size:12.5px}
.ranked svg{grid-column:1/-1;height:3px}
.heat{display:grid;grid-template-columns:34px minmax(0,1fr);gap:0 8px}
.heat svg{width:100%;height:154px}
.heat .days span{display:block;height:22px;line-height:20px;font-size:12px;color:var(--quiet)}
.heat .hours{grid-column:2;display:flex;justify-content:space-between;font-size:12px;color:var(--quiet);padding-top:5px}
table{border-collapse:collapse;width:100%;font-size:13px}
th{font-weight:400;text-align:left;color:var(--quiet)}
td,th{padding:4px 0}
.amounts{margin-top:12px}
.amounts td,.amounts thead th,.n{text-align:right}
.amounts td,.amounts thead th{padding-left:10px;white-space:nowrap}
.amounts tbody tr{border-top:1px solid var(--soft)}
.credentials li{padding:3px 0}
.credentials .under{display:block;font-size:12.5px}
.scroll{overflow-x:auto;margin-top:12px}
.list td,.list th{padding:6px 14px 6px 0;border-bottom:1px solid var(--line);white-space:nowrap}
@media screen and (max-width:900px){
.cards,.finding>.body{grid-template-columns:minmax(0,1fr)}
.side{border-left:0;border-top:1px solid var(--line)}
.panels{grid-template-columns:repeat(2,minmax(0,1fr))}}
@media screen and (max-width:600px){
main,footer{padding-left:16px;padding-right:16px}
header div{padding:0 16px;gap:18px}nav{gap:14px}
h1{font-size:25px}.lead{font-size:15px}main>section{padding-top:32px}
.card{padding:16px}
.panels{grid-template-columns:minmax(0,1fr)}.p-when{grid-column:auto}
.finding>summary{grid-template-columns:minmax(0,1fr) 40px;padding:14px 16px}
.finding>summary .badge{grid-column:1/-1}
.identity>summary{grid-template-columns:minmax(0,1fr) 40px;padding:12px 16px}
.trend,.calls{display:none}
.main,.side,.identity>.body{padding-left:16px;padding-right:16px}
.reason{grid-template-columns:minmax(0,1fr) 96px}
.top li{grid-template-columns:minmax(0,1fr) 56px 26px}.top .quiet{display:none}
.timeline .ends span:nth-child(even){display:none}
.heat svg{height:126px}.heat .days span{height:18px;line-height:17px}}
@media print{
@page{margin:14mm}
:root{--ground:#fff;--shadow:none}
body,.facts,.meta,.under,.strip,table,.events,.changes span,.panel p.quiet{font-size:10.5px}
.reason h5,.what b{font-size:12px}h1{font-size:22px}h2{font-size:15px}.lead{font-size:12px}
header,nav{display:none}
main,footer{max-width:none;padding-left:0;padding-right:0}main>section{padding-top:20px}
details::details-content{content-visibility:visible;block-size:auto;opacity:1}
.cards{grid-template-columns:minmax(0,1fr) 210px}.top li{grid-template-columns:minmax(0,1fr) 80px 70px 26px}
.finding>.body{grid-template-columns:minmax(0,1fr) 210px}
.main,.side{padding:12px}.identity>.body{padding:10px 14px}
.panels{gap:12px 20px}.heat svg{height:84px}.heat .days span{height:12px;line-height:11px;font-size:9px}
.card,.panel,.reasons>li,.severities{break-inside:avoid}
summary,h2,h4,h5{break-after:avoid}
svg,.badge,.chips li{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
)css";
}

}  // namespace gait::report

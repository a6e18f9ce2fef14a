import { DIAGRAM_STYLE } from "../diagram/svg";

/** The report's one style sheet. Light and dark follow the reader's system. */
export const STYLE = `
:root { color-scheme: light dark; --text: #1f2328; --back: #ffffff; --card: #f6f8fa; --line: #8c959f; --quiet: #57606a;
  --good: #116329; --bad: #a40e26; --warning: #7d4e00; --link: #0550ae; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --back: #0d1117; --card: #161b22; --line: #6e7681;
  --quiet: #9da7b3; --good: #56d364; --bad: #ff7b72; --warning: #e3b341; --link: #79c0ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem clamp(.75rem, 3vw, 2rem) 3rem; max-width: 90rem; background: var(--back); color: var(--text);
  font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; margin: .5rem 0; } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; } h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
a { color: var(--link); } code { font: 13px ui-monospace, monospace; }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: 0; margin: .5rem 0; }
.skip { position: absolute; left: -99rem; } .skip:focus { position: static; }
.facts { display: flex; flex-wrap: wrap; gap: .5rem; padding: 0; margin: .5rem 0; list-style: none; }
.facts li { border: 1px solid var(--line); border-radius: 6px; padding: .15rem .6rem; background: var(--card); }
.clean { color: var(--good); } .mandatory, .failed { color: var(--bad); } .advisory { color: var(--warning); } .quiet { color: var(--quiet); }
.tools { display: flex; flex-wrap: wrap; gap: .75rem; align-items: end; margin: .5rem 0; }
label { display: grid; gap: .2rem; } input, select { font: inherit; padding: .35rem .5rem; min-width: min(20rem, 80vw); color: inherit;
  background: var(--back); border: 1px solid var(--line); border-radius: 6px; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.scroll { overflow-x: auto; padding: .5rem; border: 1px solid var(--line); border-radius: 6px; margin: .5rem 0; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; padding: .25rem 0; color: var(--quiet); }
th { overflow-wrap: normal; } tbody th { overflow-wrap: anywhere; } td, tbody th { min-width: 9rem; }
#resource-table td:last-child { white-space: nowrap; } th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid var(--line); }
ol.findings, ul.plain { padding: 0; list-style: none; } ol.findings > li { border-left: 4px solid currentColor; padding: .25rem .75rem; margin: .5rem 0; background: var(--card); }
ol.findings > li > * { color: var(--text); } ol.findings .level { font-weight: 600; color: inherit; }
[hidden] { display: none !important; }
${DIAGRAM_STYLE}`;

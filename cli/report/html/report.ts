import { createHash } from "node:crypto";
import type { Finding } from "../../insight/findings";
import { type Insight, insightOf } from "../../insight/insight";
import type { PipelineView } from "../../insight/pipelines";
import { parseUrn } from "../../preview/engine/urn";
import type { Gap } from "../../preview/gap";
import { type PreviewResult, Status } from "../../preview/result";
import { escapeXml, svgDiagram } from "../diagram/svg";
import { diagramText } from "../diagram/text";
import type { Comparison } from "../differences";
import { gapLines, incompleteness } from "../gaps";
import { changeSummary } from "../json";
import { plain } from "../style";
import { settingText } from "../summary";
import { typeName } from "../type-name";
import { counted } from "../wrap";
import { SCRIPT } from "./script";
import { accessSection, changesSection, costSection, search, section, table } from "./sections";
import { STYLE } from "./style";

/**
 * A preview as one HTML file: no network, no outside file, and a content security policy that lets nothing run but the
 * page's own script. Every text from the program is escaped.
 */
export function htmlReport(result: PreviewResult, comparison?: Comparison): string {
  const insight = insightOf(result);
  const title = `${result.project}/${result.stack}`;
  const sections = [
    ...(comparison === undefined ? [] : ["changes"]),
    ...["findings", "pipelines", "access", "cost", "resources"],
  ];
  const policy = `default-src 'none'; style-src ${hashOf(STYLE)}; script-src ${hashOf(SCRIPT)}; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeXml(title)} preview</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#findings">Skip to the findings</a>
<header>
<h1>${escapeXml(title)}</h1>
${verdict(result, insight)}
<nav aria-label="Sections"><ul>${sections.map((id) => `<li><a href="#${id}">${id.charAt(0).toUpperCase()}${id.slice(1)}</a></li>`).join("")}</ul></nav>
</header>
<main>
${comparison === undefined ? "" : changesSection(comparison)}
${findings(insight)}
${pipelines(insight.pipelines)}
${accessSection(result.resources, insight.pipelines)}
${costSection(insight.cost)}
${resources(result)}
</main>
<footer><p class="quiet">AWS was not contacted. Values that AWS assigns show as [unknown]; AWS's own validation did not run.</p></footer>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

function verdict(
  { status, packs, resources: all, gaps }: PreviewResult,
  { accounts, regions, components, findings: found }: Insight,
): string {
  const mandatory = found.filter(({ level }) => level === "mandatory").length;
  const [className, words] =
    status === Status.clean
      ? ["clean", packs.length === 0 ? "✓ The program runs; no policy pack ran" : "✓ No mandatory policy is violated"]
      : status === Status.violated
        ? ["mandatory", "✗ Mandatory policies are violated"]
        : ["failed", "✗ The preview failed"];
  const facts = [
    ...accounts.map((account) => `account ${account}`),
    ...regions,
    ...Object.entries(changeSummary(all)).map(([operation, count]) => `${count} to ${operation}`),
    counted(mandatory, "mandatory finding"),
    counted(found.length - mandatory, "advisory", "advisories"),
    ...components.map(({ name, count }) => `${count} ${name}`),
  ];
  return `<p class="${className}"><strong>${words}</strong></p>
<ul class="facts">${facts.map((fact) => `<li>${escapeXml(fact)}</li>`).join("")}</ul>${incomplete(gaps)}`;
}

function incomplete(gaps: readonly Gap[]): string {
  const lines = gapLines(gaps).map((line) => `<li>${escapeXml(line)}</li>`);
  return gaps.length === 0
    ? ""
    : `\n<p class="advisory"><strong>! Incomplete:</strong> ${escapeXml(incompleteness(gaps))}</p><ul>${lines.join("")}</ul>`;
}

function findings({ findings: all }: Insight): string {
  const body =
    all.length === 0
      ? "<p>No policy found anything.</p>"
      : `<div class="tools" data-filters="#finding-list > li" hidden>
<label>Search findings <input type="search"></label>
<label>Level <select><option value="">all</option><option>mandatory</option><option>advisory</option></select></label>
<p role="status"></p></div>
<ol class="findings" id="finding-list">${all.map(finding).join("\n")}</ol>`;
  return section("findings", "Findings", body);
}

function finding({ policy, level, severity, message, urns, setting }: Finding): string {
  const where = urns.map((urn) => {
    const { type, name } = parseUrn(urn);
    return `<li><code>${escapeXml(name)}</code> <span class="quiet">${escapeXml(typeName(type))}</span></li>`;
  });
  return `<li class="${level}" data-level="${level}"><span class="level">${level}</span> <strong>${escapeXml(policy)}</strong>${
    severity === "" ? "" : ` <span class="quiet">${escapeXml(severity)}</span>`
  }<p>${escapeXml(message)}</p>${setting === undefined ? "" : `<p class="quiet">${escapeXml(settingText(setting))}</p>`}<ul class="plain">${where.join("") || "<li>the whole stack</li>"}</ul></li>`;
}

function pipelines(all: readonly PipelineView[]): string {
  const body = all.map(
    (pipeline) =>
      `<h3>${escapeXml(pipeline.name)}</h3>
<div class="scroll" tabindex="0" role="region" aria-label="Diagram of ${escapeXml(pipeline.name)}">${svgDiagram(pipeline)}</div>
<details><summary>${escapeXml(pipeline.name)} as text</summary><pre>${escapeXml(diagramText(pipeline, plain).join("\n"))}</pre></details>`,
  );
  return section("pipelines", "Pipelines", body.join("\n") || "<p>The program has no pipeline.</p>");
}

function resources({ resources: all }: PreviewResult): string {
  const rows = all
    .filter(({ implicit }) => !implicit)
    .map(
      ({ type, name, operation, parent }) =>
        `<tr><td>${escapeXml(typeName(type))}</td><td>${escapeXml(name)}</td><td>${escapeXml(parent === "" ? "" : parseUrn(parent).name)}</td><td>${operation}</td></tr>`,
    );
  const caption = `${counted(rows.length, "resource")}, in the order of their registration`;
  return section(
    "resources",
    "Resources",
    `${search("#resource-table tbody tr", "Search resources")}
${table("Table of resources", caption, ["Type", "Name", "Parent", "Plan"], rows, "resource-table")}`,
  );
}

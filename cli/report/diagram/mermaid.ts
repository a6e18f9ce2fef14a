import { groupsOf, type PipelineView } from "../../insight/pipelines";
import { placeOf } from "./text";

/** A Mermaid flowchart of pipelines, for Markdown. @see https://mermaid.js.org/syntax/flowchart.html */
export function mermaidDiagram(pipelines: readonly PipelineView[]): string {
  const lines = pipelines.flatMap((pipeline, index) => pipelineLines(pipeline, `p${index}`));
  return ["flowchart LR", ...lines].join("\n");
}

function pipelineLines(pipeline: PipelineView, prefix: string): string[] {
  const lines = [`  subgraph ${prefix}["${escaped(pipeline.name)}"]`, "    direction LR"];
  let before: readonly string[] = [];
  if (pipeline.starts.length > 0) {
    lines.push(
      `    ${prefix}start(["${pipeline.starts.map(({ description }) => escaped(description)).join("<br/>")}"])`,
    );
    before = [`${prefix}start`];
  }
  for (const [stageIndex, stage] of pipeline.stages.entries()) {
    lines.push(`    subgraph ${prefix}s${stageIndex}["${escaped(stage.name)}"]`);
    const edges: string[] = [];
    for (const group of groupsOf(stage)) {
      const ids = group.map((action) => `${prefix}s${stageIndex}a${stage.actions.indexOf(action)}`);
      for (const [actionIndex, action] of group.entries()) {
        const place = placeOf(action);
        const text = [action.name, action.target ?? action.provider, ...(place === undefined ? [] : [place])];
        const label = text.map(escaped).join("<br/>");
        const id = ids[actionIndex] ?? "";
        lines.push(`      ${id}${action.approvalMinutes === undefined ? `["${label}"]` : `{{"⏸ ${label}"}}`}`);
      }
      edges.push(...before.flatMap((from) => ids.map((to) => `    ${from} --> ${to}`)));
      before = ids;
    }
    lines.push("    end", ...edges);
  }
  return [...lines, "  end"];
}

// Mermaid reads labels as HTML with entity codes.
function escaped(text: string): string {
  return text.replace(/[^\p{L}\p{N} _.,:;/()*+@=-]/gu, (character) => `#${character.codePointAt(0)};`);
}

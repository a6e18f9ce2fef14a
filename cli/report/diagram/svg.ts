import { groupsOf, type PipelineView, type StageView } from "../../insight/pipelines";
import { placeOf } from "./text";

const BOX = { width: 200, line: 17, padding: 10 };
const GAP = { column: 44, row: 12, stage: 18 };
const HEAD = 26;
const STARTS = 12;
const MOST_LETTERS = 27;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

/**
 * One pipeline as an SVG image. Each stage is a column with its actions below each other. A line divides groups that
 * run one after another. The layout needs no library, because a pipeline is a row of stages.
 */
export function svgDiagram(pipeline: PipelineView): string {
  const top = HEAD + STARTS;
  const columns = pipeline.stages.map((stage, index) => {
    const x = index * (BOX.width + GAP.column);
    return drawStage(stage, x, top);
  });
  const height = top + Math.max(0, ...columns.map((column) => column.height)) + 2;
  const width = Math.max(1, pipeline.stages.length) * (BOX.width + GAP.column) - GAP.column;
  const arrows = columns.slice(1).map((_, index) => {
    const x = (index + 1) * (BOX.width + GAP.column) - GAP.column;
    const y = top + HEAD / 2;
    return `<path class="arrow" d="M${x + 6} ${y}h${GAP.column - 16}m-6 -5l6 5l-6 5"/>`;
  });
  const starts =
    pipeline.starts.map(({ description }) => description).join(" · ") ||
    "a start by hand, or by a pipeline of another program";
  const title = `Pipeline ${pipeline.name}: ${pipeline.stages.map(({ name }) => name).join(", then ")}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="pipeline" role="img" aria-label="${escapeXml(title)}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    `<title>${escapeXml(title)}</title>`,
    `<text class="starts" x="0" y="${HEAD - 8}">starts on ${escapeXml(cut(starts, Math.max(40, Math.floor(width / 7))))}</text>`,
    ...columns.map(({ svg }) => svg),
    ...arrows,
    "</svg>",
  ].join("");
}

/** One pipeline as an SVG file of its own. */
export function svgImage(pipeline: PipelineView): string {
  return svgDiagram(pipeline).replace("<title>", `<style>${DIAGRAM_STYLE}</style><title>`);
}

function drawStage(stage: StageView, x: number, top: number): { svg: string; height: number } {
  const parts: string[] = [];
  let y = top + HEAD;
  const conditions = stage.conditions.map(({ when, rules }) => `${when}: ${rules.map(({ name }) => name).join(", ")}`);
  for (const condition of conditions) {
    parts.push(`<text class="condition" x="${x + 2}" y="${y + 8}">if ${escapeXml(cut(condition))}</text>`);
    y += BOX.line;
  }
  y += conditions.length > 0 ? BOX.padding / 2 : 0;
  for (const [index, group] of groupsOf(stage).entries()) {
    if (index > 0) {
      parts.push(`<path class="then" d="M${x + BOX.width / 2} ${y - GAP.row + 2}v${GAP.stage - 6}m-4 -4l4 4l4 -4"/>`);
      y += GAP.stage - GAP.row;
    }
    for (const action of group) {
      const place = placeOf(action);
      const waits = action.approvalMinutes !== undefined;
      const lines = [
        action.provider,
        ...(action.target === undefined ? [] : [action.target]),
        ...(place === undefined ? [] : [place]),
      ];
      const box = { x, y, height: BOX.padding * 2 + BOX.line * (lines.length + 1) - 4 };
      parts.push(drawAction(box, action.name, lines, waits));
      y += box.height + GAP.row;
    }
  }
  const svg = `<g><text class="stage" x="${x}" y="${top + HEAD / 2 + 5}">${escapeXml(cut(stage.name, 18))}</text>${parts.join("")}</g>`;
  return { svg, height: y - top };
}

function drawAction({ x, y, height }: Box, name: string, lines: readonly string[], waits: boolean): string {
  const text = lines.map(
    (line, index) =>
      `<text class="detail" x="${x + BOX.padding}" y="${y + BOX.padding + BOX.line * (index + 2) - 5}">${escapeXml(cut(line))}</text>`,
  );
  return [
    `<g class="action${waits ? " waits" : ""}"><title>${escapeXml([name, ...lines].join("\n"))}</title>`,
    `<rect x="${x + 0.5}" y="${y + 0.5}" width="${BOX.width - 1}" height="${height - 1}" rx="6"/>`,
    // Fonts of small systems lack the sign for a pause.
    ...(waits ? [`<path class="pause" d="M${x + BOX.width - 22} ${y + 10}v10m6 -10v10"/>`] : []),
    `<text class="name" x="${x + BOX.padding}" y="${y + BOX.padding + BOX.line - 5}">${escapeXml(cut(name))}</text>`,
    ...text,
    "</g>",
  ].join("");
}

function cut(text: string, most = MOST_LETTERS): string {
  const letters = [...text];
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join("")}…`;
}

/** Text for HTML and XML. Leaves out control characters, which XML forbids, and overrides of the writing direction. */
export function escapeXml(text: string): string {
  return text
    .replace(/(?![\t\n\r])[\p{Cc}\p{Cf}\p{Cs}]/gu, "")
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The style of the diagrams, in light and dark, for an image that stands alone and for the report. */
export const DIAGRAM_STYLE = `
.pipeline { font: 12px system-ui, sans-serif; max-width: none; }
.pipeline text { fill: currentColor; }
.pipeline .stage { font-weight: 600; font-size: 14px; }
.pipeline .name { font-weight: 600; }
.pipeline .detail, .pipeline .condition, .pipeline .starts { fill: var(--quiet, #57606a); }
.pipeline rect { fill: var(--card, #f6f8fa); stroke: var(--line, #8c959f); }
.pipeline .waits rect { stroke: var(--warning, #9a6700); stroke-width: 2; stroke-dasharray: 6 3; }
.pipeline .pause { stroke: var(--warning, #9a6700); stroke-width: 3; }
.pipeline .arrow, .pipeline .then { fill: none; stroke: var(--quiet, #57606a); stroke-width: 1.5; }
`;

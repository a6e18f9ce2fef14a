import { pipelinesOf } from "../insight/pipelines";
import { PreviewError } from "../preview/base/error";
import { mermaidDiagram } from "../report/diagram/mermaid";
import { svgImage } from "../report/diagram/svg";
import { diagramText } from "../report/diagram/text";
import { type Command, parseOptions } from "./command";
import { answerFromPreview, PREVIEW_OPTIONS, PREVIEW_OPTIONS_HELP } from "./previewing";

const FORMATS = ["text", "mermaid", "svg"];

const HELP = `Draws the pipelines of a stack: stages, actions, order, artifacts, variables, approvals, accounts, and their starts.

Usage: aws-pipelines diagram [options]

Options:
${PREVIEW_OPTIONS_HELP}
  --format FORMAT            text, mermaid or svg (default: text)
  --pipeline NAME            one pipeline (default: every pipeline; svg draws one)
  -h, --help

Example: aws-pipelines diagram --stack prod --format mermaid
`;

/** `aws-pipelines diagram` */
export const diagramCommand: Command = {
  name: "diagram",
  summary: "draws the pipelines of a stack as text, Mermaid or SVG",
  help: HELP,
  run: async (args, surroundings) => {
    const values = parseOptions("diagram", args, {
      ...PREVIEW_OPTIONS,
      format: { type: "string" },
      pipeline: { type: "string" },
    });
    const format = values.format ?? "text";
    if (!FORMATS.includes(format)) {
      throw new PreviewError(`--format: "${format}" is none of ${FORMATS.join(", ")}`);
    }
    return await answerFromPreview(values, surroundings, ({ resources, config, account }, { paint, width }) => {
      const all = pipelinesOf(resources, config, account);
      const chosen = values.pipeline === undefined ? all : all.filter(({ name }) => name === values.pipeline);
      const names = all.map(({ name }) => name).join(", ");
      const [first] = chosen;
      if (first === undefined) {
        throw new PreviewError(
          values.pipeline === undefined
            ? "the program has no pipeline"
            : `--pipeline: the program has no pipeline "${values.pipeline}"${names === "" ? "" : `. Use one of ${names}.`}`,
        );
      }
      if (format === "svg" && chosen.length > 1) {
        throw new PreviewError(`--format svg draws one pipeline: add --pipeline with one of ${names}`);
      }
      const drawings: Readonly<Record<string, () => string>> = {
        text: () => chosen.map((pipeline) => diagramText(pipeline, paint, width).join("\n")).join("\n\n"),
        mermaid: () => mermaidDiagram(chosen),
        svg: () => svgImage(first),
      };
      return `${drawings[format]?.() ?? ""}\n`;
    });
  },
};

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accessMapOf, whoCan } from "../../cli/insight/access";
import { differencesOf } from "../../cli/insight/differences";
import { permissionChanges } from "../../cli/insight/permission-changes";
import { pipelinesOf } from "../../cli/insight/pipelines";
import { readExportedState } from "../../cli/preview/project/exported-state";
import type { PreviewResult } from "../../cli/preview/result";
import { htmlReport } from "../../cli/report/html/report";
import { markdownReport } from "../../cli/report/markdown";
import { plain } from "../../cli/report/style";
import { summaryReport } from "../../cli/report/summary";
import { type Command, measure } from "./measure";

const COLUMNS = 100;

/** Commands on the dev stack, without a policy pack. A preview is part of each. */
export const COMMANDS: readonly string[][] = [
  ["preview"],
  ["cost"],
  ["access"],
  ["who-can", "s3:GetObject"],
  ["what-if", "--push", "main"],
  ["diagram"],
];

/** Time of one analysis. */
export interface Timed {
  readonly name: string;
  readonly milliseconds: number;
}

/** The command line of a command on the dev stack. */
export function devCommand(root: string, words: readonly string[]): Command {
  return { cwd: root, args: ["bin/cli/cli.js", ...words, "--stack", "dev"] };
}

/** Times each analysis in this process, over the environments of one program. */
export async function measureAnalyses(root: string, environments: number): Promise<readonly Timed[]> {
  const result = await previewOf(root, environments);
  const { resources, config } = result;
  const pipelines = pipelinesOf(resources, config);
  const analyses: readonly (readonly [name: string, run: () => unknown])[] = [
    ["the summary of a preview", () => summaryReport(result, plain, COLUMNS)],
    ["who-can", () => whoCan("s3:GetObject", undefined, accessMapOf(resources, pipelines))],
    ["diff with itself", () => differencesOf(resources, resources)],
    [
      "diff of permissions",
      () => permissionChanges(accessMapOf(resources, pipelines), accessMapOf([...resources], pipelines)),
    ],
    ["the Markdown report", () => markdownReport(result)],
    ["the HTML report", () => htmlReport(result)],
  ];
  return analyses.map(([name, run]) => {
    const start = performance.now();
    run();
    return { name: `${name}, ${resources.length} resources`, milliseconds: performance.now() - start };
  });
}

/** The resources of a preview, read back from its JSON as from a state. */
async function previewOf(root: string, environments: number): Promise<PreviewResult> {
  const args = ["bin/cli/cli.js", "preview", "--json", "--cwd", "test/bench/environments", "--stack"];
  const { stdout, seconds } = await measure({ cwd: root, args: [...args, String(environments)] });
  const { config, steps } = JSON.parse(stdout);
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const file = join(folder, "state.json");
  try {
    const states = steps.map(({ newState }: { newState: unknown }) => newState);
    writeFileSync(file, JSON.stringify({ version: 3, deployment: { resources: states } }));
    const resources = readExportedState(file);
    const about = { project: "environments", stack: String(environments), config, resources, outputs: {} };
    const none = {
      settings: { file: `Pulumi.${environments}.yaml`, values: [] },
      packs: [],
      diagnostics: [],
      gaps: [],
      maskSecrets: (text: string) => text,
    };
    return { ...about, ...none, duration: seconds * 1000, status: 0 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

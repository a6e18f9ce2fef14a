import { stringify } from "yaml";
import { isRecord } from "../preview/project/yaml-file";

/** A file that `adopt` writes. */
export interface AdoptedFile {
  readonly name: string;
  readonly text: string;
}

/** An existing pipeline, as the program that keeps it needs it. */
export interface AdoptedPipeline {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** The definition in the form of this package. */
  readonly definition: unknown;
  /** The store of each region; the pipeline's own first. */
  readonly stores: readonly AdoptedStore[];
}

/** A bucket and the customer key that encrypts its artifacts. */
export interface AdoptedStore {
  readonly region: string;
  readonly bucket: string;
  readonly keyArn: string;
}

/** Values that say no more than their absence. */
const DEFAULTS: Readonly<Record<string, unknown>> = {
  executionMode: "SUPERSEDED",
  owner: "AWS",
  pipelineType: "V2",
  runOrder: 1,
};

const SCHEMA = "# yaml-language-server: $schema=./node_modules/@platform/aws-pipelines/docs/schemas/pipeline.json\n";

/** The files of a program that keeps an existing pipeline: its definition, the program, and the list of imports. */
export function adoptedFiles(pipeline: AdoptedPipeline): readonly AdoptedFile[] {
  return [
    { name: "pipeline.yaml", text: SCHEMA + stringify(withoutDefaults(pipeline.definition), { lineWidth: 0 }) },
    { name: "index.ts", text: programText(pipeline) },
    { name: "import.json", text: `${JSON.stringify(importsOf(pipeline), undefined, 2)}\n` },
  ];
}

function withoutDefaults(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutDefaults);
  }
  return isRecord(value)
    ? Object.fromEntries(
        Object.entries(value)
          .filter(([key, member]) => DEFAULTS[key] !== member && !(Array.isArray(member) && member.length === 0))
          .map(([key, member]) => [key, withoutDefaults(member)]),
      )
    : value;
}

function programText({ name, account, region, stores }: AdoptedPipeline): string {
  const [own, ...others] = stores;
  const text = JSON.stringify;
  const regional = others.map(
    (store) =>
      `    ${text(store.region)}: { artifactBucketName: ${text(store.bucket)}, encryptionKeyArn: ${text(store.keyArn)} },`,
  );
  return [
    'import { readFileSync } from "node:fs";',
    'import { join } from "node:path";',
    'import { Pipeline, readPipelineDefinition } from "@platform/aws-pipelines";',
    "",
    `/** The pipeline ${name}, adopted from AWS. Its artifact stores stay as they are. */`,
    `export const { pipelineArn } = new Pipeline(${text(name)}, {`,
    '  ...readPipelineDefinition("pipeline.yaml", readFileSync(join(__dirname, "pipeline.yaml"), "utf8")),',
    `  pipelineName: ${text(name)},`,
    `  account: ${text(account)},`,
    `  region: ${text(region)},`,
    `  artifactBucketName: ${text(own?.bucket ?? "")},`,
    `  encryptionKeyArn: ${text(own?.keyArn ?? "")},`,
    ...(regional.length === 0 ? [] : ["  regionalStores: {", ...regional, "  },"]),
    "});",
    "",
  ].join("\n");
}

/** The project file for a folder that has none. Pulumi takes fewer characters in a name than CodePipeline. */
export function projectFile({ name }: AdoptedPipeline): AdoptedFile {
  const project = { name: name.replace(/@/g, "-"), description: `Keeps the pipeline ${name}`, runtime: "nodejs" };
  return { name: "Pulumi.yaml", text: stringify(project) };
}

/** A file for `pulumi import --file`: the pipeline, below the component that keeps it. */
function importsOf({ name }: AdoptedPipeline) {
  return {
    resources: [
      { type: "aws-pipelines:index:Pipeline", name: "component", logicalName: name, component: true },
      {
        type: "aws:codepipeline/pipeline:Pipeline",
        name: "pipeline",
        logicalName: name,
        id: name,
        parent: "component",
      },
    ],
  };
}

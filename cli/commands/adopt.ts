import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeProblems } from "../../components/schema/problem";
import { PreviewError } from "../preview/base/error";
import { isRecord } from "../preview/project/yaml-file";
import { Status } from "../preview/result";
import { type AdoptedPipeline, type AdoptedStore, adoptedFiles, projectFile } from "./adopted-program";
import { type Command, parsePositionals } from "./command";
import { readTextFile } from "./text-file";

// The catalogue of actions takes time to load, and no other command needs it.
type Reader = typeof import("../../components/pipelines/aws-form/read-definition");

const HELP = `Writes the program for a pipeline that exists, and the list of imports that keep it.

Usage: aws codepipeline get-pipeline --name NAME > NAME.json
       aws-pipelines adopt NAME --from NAME.json [options]

Options:
  --from FILE                output of "aws codepipeline get-pipeline"
  --output DIR               folder for the program and import.json (default: the current one)
  --key ARN                  customer key of artifact stores that have none
  --connection ARN           connection for sources of the first version of GitHub, whose configuration holds a token
  -h, --help

Example: aws-pipelines adopt shop --from shop.json --output infra
`;

/** `aws-pipelines adopt` */
export const adoptCommand: Command = {
  name: "adopt",
  summary: "writes the program for a pipeline that exists, and the imports that keep it",
  help: HELP,
  run: (args, { stdout }) => {
    const { values, positionals } = parsePositionals("adopt", args, {
      from: { type: "string" },
      output: { type: "string" },
      key: { type: "string" },
      connection: { type: "string" },
    });
    const [name, ...rest] = positionals;
    if (name === undefined || rest.length > 0 || values.from === undefined) {
      throw new PreviewError("adopt takes the name of a pipeline and --from FILE");
    }
    const pipeline = readPipeline(name, values.from, values.key, values.connection);
    const folder = values.output ?? ".";
    const project = existsSync(join(folder, "Pulumi.yaml")) ? [] : [projectFile(pipeline)];
    const files = [...adoptedFiles(pipeline), ...project];
    const taken = files.filter((file) => existsSync(join(folder, file.name)));
    if (taken.length > 0) {
      const list = taken.map((file) => join(folder, file.name)).join(", ");
      throw new PreviewError(`adopt: ${list} exists. Use --output with another folder.`);
    }
    mkdirSync(folder, { recursive: true });
    for (const file of files) {
      writeFileSync(join(folder, file.name), file.text);
    }
    stdout.write(
      steps(
        pipeline,
        files.map((file) => join(folder, file.name)),
      ),
    );
    return Promise.resolve(Status.clean);
  },
};

/**
 * Reads a pipeline that AWS printed.
 *
 * @throws {PreviewError} with everything that the program could not keep
 */
export function readPipeline(
  name: string,
  file: string,
  key: string | undefined,
  connectionArn?: string,
): AdoptedPipeline {
  const text = readTextFile(file);
  const { readDefinition }: Reader = require("../../components/pipelines/aws-form/read-definition");
  const { definition, pipelineName, messages } = readDefinition(text, { connectionArn });
  if (messages.length > 0 || definition === undefined) {
    // The reader names its option as programs give it.
    throw new PreviewError(
      describeProblems(file, messages).replaceAll("the option connectionArn, the", "--connection with the"),
    );
  }
  if (pipelineName !== name) {
    throw new PreviewError(`${file}: the pipeline is ${pipelineName ?? "without a name"}, not ${name}`);
  }
  const content: unknown = JSON.parse(text);
  const structure = isRecord(content) && isRecord(content.pipeline) ? content.pipeline : {};
  const metadata = isRecord(content) && isRecord(content.metadata) ? content.metadata : {};
  const [, , , region = "", account = ""] = String(metadata.pipelineArn ?? "").split(":");
  if (region === "" || account === "") {
    throw new PreviewError(`${file}: metadata.pipelineArn is missing. Use the whole output of get-pipeline.`);
  }
  return { name, account, region, definition, stores: storesOf(file, structure, region, key) };
}

function storesOf(
  file: string,
  { artifactStore, artifactStores }: Readonly<Record<string, unknown>>,
  region: string,
  key: string | undefined,
): readonly AdoptedStore[] {
  const byRegion = isRecord(artifactStores) ? artifactStores : { [region]: artifactStore };
  const stores = Object.entries(byRegion).map(([place, store]): AdoptedStore => {
    const { location, encryptionKey } = isRecord(store) ? store : {};
    const keyArn = isRecord(encryptionKey) ? String(encryptionKey.id) : key;
    if (keyArn === undefined) {
      throw new PreviewError(
        `${file}: the artifact store in ${place} has no customer key. Create one there, and give its ARN with --key.`,
      );
    }
    return { region: place, bucket: String(location ?? ""), keyArn };
  });
  return [...stores.filter((store) => store.region === region), ...stores.filter((store) => store.region !== region)];
}

function steps({ name, account, region, stores }: AdoptedPipeline, files: readonly string[]): string {
  const buckets = stores.map(({ bucket }) => bucket).join(", ");
  return [
    `Wrote the program of the pipeline ${name}: ${files.join(", ")}`,
    "",
    "Run these commands beside the program, while no run of the pipeline is under way:",
    "",
    "1. Install:  npm install @platform/aws-pipelines @pulumi/pulumi @pulumi/aws typescript@6 ts-node @types/node",
    "2. Stack:    pulumi stack init dev",
    `             pulumi config set aws:region ${region}`,
    `             pulumi config set --path 'aws:allowedAccountIds[0]' ${account}`,
    "3. Preview:  npx aws-pipelines preview --stack dev",
    "4. Import:   pulumi import --file import.json --generate-code=false --protect=false",
    "5. Apply:    pulumi up",
    "",
    "The import keeps the pipeline, and the update gives it new roles. Then let these roles use the keys and buckets that",
    `stay: ${buckets}. Delete the old roles when a run has passed.`,
    "",
  ].join("\n");
}

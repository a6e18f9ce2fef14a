import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { actionsPage } from "./actions-page";
import { providerSchema } from "./provider-schema";
import { settingsPage } from "./settings-page";
import {
  applicationSchema,
  deliveryFileSchema,
  environmentSchema,
  otherStackFileSchema,
  pipelineFileSchema,
  settingsSchema,
  stackFileSchema,
} from "./stack-file-schema";

const biome = join(__dirname, "../../node_modules/.bin/biome");
const docs = join(__dirname, "../../docs");
const schemas = join(docs, "schemas");
const provider = join(__dirname, "../../components/provider");

/** Files that are generated from the schemas and the catalogue, by path. */
export function generatedFiles(): Record<string, string> {
  const settings = settingsSchema();
  const application = applicationSchema();
  const pipeline = pipelineFileSchema();
  return {
    [join(docs, "stack.schema.json")]: json(stackFileSchema(environmentSchema(settings, application))),
    [join(schemas, "stack.json")]: json(otherStackFileSchema()),
    [join(schemas, "pipeline.json")]: json(pipeline),
    [join(schemas, "delivery.json")]: json(deliveryFileSchema(pipeline)),
    [join(provider, "schema.json")]: json(providerSchema()),
    [join(docs, "settings.md")]: settingsPage(settings, application),
    [join(docs, "actions.md")]: actionsPage(pipeline),
  };
}

/** Formats JSON in the style of the repository, which `npm run lint` checks in generated files too. */
function json(schema: object): string {
  const format = ["format", "--stdin-file-path=schema.json"];
  return execFileSync(biome, format, { input: JSON.stringify(schema, undefined, 2), encoding: "utf8" });
}

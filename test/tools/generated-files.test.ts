import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020";
import { parse } from "yaml";
import { generatedFiles } from "./generated-files";
import { applicationSchema, settingsSchema } from "./stack-file-schema";

const docs = join(__dirname, "../../docs");

describe("the files that are written from the schemas", () => {
  const files = generatedFiles();

  for (const [path, text] of Object.entries(files)) {
    it(`${basename(path)} says what the schema says today (npm run schema writes it anew)`, () => {
      assert.equal(readFileSync(path, "utf8"), text);
    });
  }

  it("describe a setting with the words and the default of its comment", () => {
    const { properties = {} } = settingsSchema();
    assert.equal(
      properties.logRetentionInDays?.description,
      "How long the logs of builds are kept, in days: one of the retentions that CloudWatch Logs knows. Default: 365.",
    );
    assert.equal(
      properties.source?.properties?.connectionArn?.description,
      "The ARN of the connection to the host of the repository; a person must have completed it.",
    );
  });

  it("leave no setting without a description", () => {
    const undescribed = (schema: ReturnType<typeof settingsSchema>, path: string): string[] => [
      ...Object.entries(schema.properties ?? {}).flatMap(([name, property]) => [
        ...(property.description === undefined ? [`${path}${name}`] : []),
        ...undescribed(property, `${path}${name}.`),
      ]),
      ...[...(schema.oneOf ?? []), ...(schema.anyOf ?? [])].flatMap((member) => undescribed(member, path)),
      ...(schema.items ? undescribed(schema.items, path) : []),
    ];
    assert.deepEqual(undescribed(settingsSchema(), ""), []);
    const ofApplications = undescribed(applicationSchema(), "");
    assert.deepEqual(
      ofApplications.filter((path) => !path.startsWith("builds.recipe.")),
      [],
    );
  });

  it("let editors check both kinds of environments in a stack file", () => {
    const ajv = new Ajv2020({ strict: false, logger: false });
    const schema = (path: string) => JSON.parse(readFileSync(join(docs, path), "utf8"));
    ajv.addSchema(schema("stack.schema.json"), "https://docs.example/stack.schema.json");
    const accepts = ajv.compile(schema("stack.schema.json"));
    const acceptsOther = ajv.compile({
      $id: "https://docs.example/schemas/stack.json",
      ...schema("schemas/stack.json"),
    });
    const account = { application: "site", account: "111122223333", region: "eu-central-1" };
    const { source } = parse(readFileSync(join(docs, "../Pulumi.dev.yaml"), "utf8")).config[
      "aws-pipelines:environment"
    ];
    const environment = (more: object) =>
      accepts({ config: { "aws-pipelines:environment": { ...account, source, ...more } } });
    const bucket = { name: "Site", tool: "action", provider: "S3", configuration: { BucketName: "site" } };
    assert.deepEqual(
      [
        accepts(parse(readFileSync(join(docs, "../Pulumi.dev.yaml"), "utf8"))),
        environment({ deployments: [bucket] }),
        environment({ builds: [{ name: "Unit", commands: ["make"] }], deployments: [{ ...bucket, input: "Unit" }] }),
        environment({ definition: "pipeline.yaml" }),
      ],
      [true, true, true, true],
    );
    assert.deepEqual(
      [
        environment({ deployments: [{ ...bucket, tool: "ation" }] }),
        environment({ builds: [{ name: "Unit", comands: ["make"] }] }),
        environment({ definition: "pipeline.txt" }),
        environment({ definition: "pipeline.yaml", deploy: { tool: "pulumi" } }),
      ],
      [false, false, false, false],
    );
    const other = (definition: string) =>
      acceptsOther({ config: { "shop:environment": { ...account, source, definition } } });
    assert.deepEqual([other("pipeline.yaml"), other("pipeline.txt")], [true, false]);
  });

  it("say of every provider what its comment says, and which page of AWS's is behind it", () => {
    const actions = readFileSync(join(docs, "actions.md"), "utf8");
    assert.doesNotMatch(actions, /undefined/);
    const sections = actions.split(/^##+ /m).slice(1);
    const pages = sections.filter((section) => section.includes("[AWS's page](https://docs.aws.amazon.com/"));
    assert.equal(pages.length, sections.length - 1);
  });
});

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { generatedFiles } from "./generated-files";
import { settingsSchema } from "./stack-file-schema";

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
  });

  it("say of every provider what its comment says, and which page of AWS's is behind it", () => {
    const actions = readFileSync(join(docs, "actions.md"), "utf8");
    assert.doesNotMatch(actions, /undefined/);
    const sections = actions.split(/^##+ /m).slice(1);
    const pages = sections.filter((section) => section.includes("[AWS's page](https://docs.aws.amazon.com/"));
    assert.equal(pages.length, sections.length - 1);
  });
});

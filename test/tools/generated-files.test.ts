import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { generatedFiles } from "./generated-files";
import { settingsSchema } from "./stack-file-schema";

describe("the files that are written from the settings' schema", () => {
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
});

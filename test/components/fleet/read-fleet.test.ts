import assert from "node:assert/strict";
import { readFleetFiles } from "../../../components/fleet/read-fleet";

const fleet = (text: string) => ({ name: "fleet.yaml", text });

describe("the files of a fleet", () => {
  it("may hold each environment in a file of its own, named after it", () => {
    const { plan, problems } = readFleetFiles(
      fleet("$schema: ../fleet.json\ndefaults: { project: shop, tags: [all] }\nwaves: [{ name: all, tags: [all] }]\n"),
      [
        { name: "dev.yaml", text: "tags: [test]\n" },
        { name: "prod.yml", text: "" },
      ],
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(
      plan?.waves[0]?.environments.map(({ name, tags }) => [name, tags]),
      [
        ["dev", ["all", "test"]],
        ["prod", ["all"]],
      ],
    );
  });

  it("have all their problems told, each with its file and line", () => {
    const { plan, problems } = readFleetFiles(
      fleet(
        "defaults:\n  project: shop\nenvironments:\n  qa: {}\n  dev: {}\nwaves:\n  - name: all\n    environments: [qa]\n",
      ),
      [{ name: "dev.yaml", text: "stack: dev\nregion: nowhere\n" }],
    );
    assert.equal(plan, undefined);
    assert.deepEqual(problems, [
      {
        file: "dev.yaml",
        problems: [
          { path: "region (line 2)", reason: 'is "nowhere": give a region, such as eu-central-1' },
          { path: "", reason: 'stands in "fleet.yaml" too: keep one of them' },
        ],
      },
    ]);
  });

  it("are refused as a whole when one of them is no YAML", () => {
    const { problems } = readFleetFiles(fleet("waves: ["), [{ name: "dev.yaml", text: "a: *x" }]);
    assert.deepEqual(
      problems.map(({ file }) => file),
      ["fleet.yaml", "dev.yaml"],
    );
  });
});

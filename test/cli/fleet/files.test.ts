import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCheckout, topOf } from "../../../cli/fleet/commit";
import { locateEnvironments, readLocalFleet, requireFreshSettings, writeSettings } from "../../../cli/fleet/files";

describe("the files of a fleet on a machine", () => {
  let folder: string;
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "files-")));
    mkdirSync(join(folder, "deploy"));
    write("deploy/Pulumi.yaml", "name: shop\nruntime: nodejs\n");
    write(
      "fleet.yaml",
      "defaults: { project: shop, directory: deploy, region: eu-central-1, tags: [x] }\nwaves: [{ name: x, tags: [x] }]\n",
    );
    write("a.yaml", "");
    write("b.yml", "stack: live\n");
    write("Pulumi.yaml", "name: other\nruntime: nodejs\n");
    write("notes.txt", "none");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("are one folder: the fleet, and each environment beside it", () => {
    const fleet = readLocalFleet(folder);
    assert.equal(fleet.file, join(folder, "fleet.yaml"));
    const found = [...locateEnvironments(fleet, folder).values()];
    assert.deepEqual(
      found.map(({ environment, cwd, settingsFile }) => [environment.name, cwd, settingsFile]),
      [
        ["a", join(folder, "deploy"), join(folder, "deploy/Pulumi.a.yaml")],
        ["b", join(folder, "deploy"), join(folder, "deploy/Pulumi.live.yaml")],
      ],
    );
    assert.throws(() => requireFreshSettings(fleet, found), {
      name: "FleetRefusal",
      message: `${fleet.file} has 2 problems:
  environments.a: ${join(folder, "deploy/Pulumi.a.yaml")} differs in aws:region
  environments.b: ${join(folder, "deploy/Pulumi.live.yaml")} differs in aws:region
Write the settings with "aws-pipelines fleet settings", and commit them.`,
    });
    assert.equal(writeSettings(found).length, 2);
    assert.equal(
      readFileSync(join(folder, "deploy/Pulumi.live.yaml"), "utf8"),
      "config:\n  aws:region: eu-central-1\n",
    );
    assert.deepEqual(writeSettings(found), []);
    requireFreshSettings(fleet, found);
  });

  it("are refused with the file and line of each problem", () => {
    write("a.yaml", "regoin: eu-central-1\n");
    write("b.yml", "account: 111122223333\n");
    assert.throws(() => readLocalFleet(folder), {
      name: "FleetRefusal",
      message: `${join(folder, "a.yaml")} has a problem:
  regoin (line 1): is not known here. Did you mean region? Allowed are stack, tags, account, region, project, directory, organization, config, permissions, environmentVariables, state, timeoutInMinutes
${join(folder, "b.yml")} has a problem:
  account (line 1): is 111122223333: give text, in quotation marks`,
    });
    assert.throws(() => readLocalFleet(join(folder, "none.yaml")), /none\.yaml: cannot be read \(ENOENT\)$/);
  });

  it("are refused where a folder holds no project, or another one", () => {
    write("a.yaml", "directory: none\n");
    write("b.yml", "directory: .\n");
    const fleet = readLocalFleet(folder);
    assert.throws(() => locateEnvironments(fleet, folder), {
      message: `${fleet.file} has 2 problems:
  environments.a.directory: has no Pulumi.yaml in ${join(folder, "none")}: give the folder of the project
  environments.b.project: is "shop", and ${folder} holds "other": give that name, or another directory`,
    });
  });

  it("lie in the repository: no link and no setting of a project leads a write elsewhere", () => {
    const top = join(folder, "deploy");
    const environment = (name: string, directory: string, config = "") => {
      mkdirSync(join(top, name));
      writeFileSync(join(top, name, "Pulumi.yaml"), `name: shop\nruntime: nodejs\n${config}`);
      write(`${name}.yaml`, `directory: ${directory}\n`);
    };
    rmSync(join(folder, "b.yml"));
    environment("a", "a", "stackConfigDir: ../..\n");
    environment("c", "c", "config: ../c-out\n");
    environment("d", "d");
    environment("e", "e-out");
    environment("f", "f", "stackConfigDir: ../a\n");
    const elsewhere = join(folder, "elsewhere");
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
    symlinkSync(elsewhere, join(top, "c-out"));
    symlinkSync(join(elsewhere, "new"), join(top, "d/Pulumi.d.yaml"));
    symlinkSync(elsewhere, join(top, "e-out"));
    const fleet = readLocalFleet(folder);
    assert.throws(() => locateEnvironments(fleet, top), {
      name: "FleetRefusal",
      message: `${fleet.file} has 4 problems:
  environments.a: has its settings file in ${folder}, outside of the repository: correct stackConfigDir (or config) of the project
  environments.c: has its settings file in ${elsewhere}, outside of the repository: correct stackConfigDir (or config) of the project
  environments.d: has the settings file ${join(top, "d/Pulumi.d.yaml")}, a symbolic link: put a plain file in its place
  environments.e.directory: is ${elsewhere} after its symbolic links, outside of the repository: give a folder of the repository`,
    });
    assert.equal(existsSync(join(elsewhere, "new")), false);
  });

  it("are one settings file for each environment, also where two projects keep their settings in one folder", () => {
    for (const name of ["one", "two"]) {
      mkdirSync(join(folder, name));
      write(`${name}/Pulumi.yaml`, `name: ${name}\nruntime: nodejs\nstackConfigDir: ../settings\n`);
    }
    mkdirSync(join(folder, "settings"));
    write("a.yaml", "project: one\ndirectory: one\nstack: live\n");
    write("b.yml", "project: two\ndirectory: two\nstack: live\n");
    const fleet = readLocalFleet(folder);
    assert.throws(() => locateEnvironments(fleet, folder), {
      message: `${fleet.file} has a problem:
  environments.b: has the settings file of a too, ${join(folder, "settings/Pulumi.live.yaml")}: give each environment a file of its own`,
    });
  });

  it("belong to a repository with a commit", () => {
    assert.throws(
      () => topOf(folder),
      /^PreviewError: a fleet deploys a commit, and git has none for .*not a git repository/,
    );
    assert.throws(() => readCheckout(folder), { name: "PreviewError" });
  });
});

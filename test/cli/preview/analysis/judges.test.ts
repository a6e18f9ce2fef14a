import assert from "node:assert/strict";
import { Judges } from "../../../../cli/preview/analysis/judges";
import type { PolicyPack } from "../../../../cli/preview/analysis/policy-pack";
import type { Resource } from "../../../../cli/preview/engine/resource";
import { pack } from "../../report/verdicts";
import { resource, stackResource } from "../support/resource";

const bucket = () => resource("aws:s3/bucket:Bucket", "logs", { inputs: { bucket: "logs" } });

/** A pack that notes what it is asked. */
function judging(change: Partial<Pick<PolicyPack, "remediates" | "remediate" | "analyze" | "analyzeStack">> = {}) {
  const asked: string[] = [];
  const judge = {
    verdict: pack(),
    remediates: false,
    remediate: ({ name, inputs }: Resource) => {
      asked.push(`remediate ${name}`);
      return Promise.resolve({ ...inputs, mended: true });
    },
    analyze: ({ name, inputs }: Resource) => {
      asked.push(`analyze ${name} ${JSON.stringify(inputs)}`);
      return Promise.resolve();
    },
    analyzeStack: (resources: readonly Resource[]) => {
      asked.push(`stack ${resources.map(({ name }) => name).join(" ")}`);
      return Promise.resolve();
    },
    begin: () => Promise.resolve(),
    close: () => asked.push("close"),
    ...change,
  };
  return { judge: judge as unknown as PolicyPack, asked };
}

describe("the policy packs of a preview", () => {
  it("judge each resource when they are ready, and then the stack", async () => {
    const judges = new Judges();
    const { judge, asked } = judging();
    const inspected = judges.inspect(bucket(), undefined);
    assert.deepEqual(asked, []);
    judges.use(Promise.resolve([judge]));
    await inspected;
    assert.deepEqual(await judges.conclude([bucket()], () => undefined), [judge.verdict]);
    assert.deepEqual(asked, ['analyze logs {"bucket":"logs"}', "stack logs"]);
  });

  it("judge what another pack has changed", async () => {
    const judges = new Judges();
    const [mending, other] = [judging({ remediates: true }), judging()];
    judges.use(Promise.resolve([mending.judge, other.judge]));
    const subject = bucket();
    await judges.inspect(subject, undefined);
    await judges.verdicts();
    assert.deepEqual(subject.inputs, { bucket: "logs", mended: true });
    assert.deepEqual(mending.asked, ["remediate logs", 'analyze logs {"bucket":"logs","mended":true}']);
    assert.deepEqual(other.asked, ['analyze logs {"bucket":"logs","mended":true}']);
  });

  it("never hold the stack's own registration up", async () => {
    const judges = new Judges();
    await judges.inspect(stackResource, undefined);
    const { judge, asked } = judging();
    judges.use(Promise.resolve([judge]));
    await judges.verdicts();
    assert.deepEqual(asked, ["analyze shop-dev {}"]);
  });

  it("judge no resource that is only read", async () => {
    const judges = new Judges();
    const { judge, asked } = judging();
    judges.use(Promise.resolve([judge]));
    const read = resource("aws:s3/bucket:Bucket", "read", { operation: "read" });
    await judges.inspect(read, undefined);
    await judges.conclude([read, bucket()], () => undefined);
    assert.deepEqual(asked, ["stack logs"]);
  });

  it("end the preview where one does not load or fails, and only send callers home", async () => {
    const loading = new Judges();
    loading.use(Promise.reject(new Error("does not load")));
    await assert.rejects(loading.failed, { message: "does not load" });

    const failing = new Judges();
    failing.use(
      Promise.resolve([judging({ remediates: true, remediate: () => Promise.reject(new Error("broken")) }).judge]),
    );
    await assert.rejects(failing.inspect(bucket(), undefined), {
      name: "ShuttingDown",
      message: "a policy pack failed",
    });
    await assert.rejects(failing.failed, { message: "broken" });
  });

  it("are let go of in the end", async () => {
    const judges = new Judges();
    const { judge, asked } = judging();
    judges.use(Promise.resolve([judge]));
    judges.close();
    await judges.verdicts();
    assert.deepEqual(asked, ["close"]);
  });
});

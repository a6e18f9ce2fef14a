import assert from "node:assert/strict";
import { ComponentResource } from "@pulumi/pulumi";
import { createdArns, creatorsOf, noteCreated } from "../../../components/aws/created-resources";
import { record } from "../../support/recorder";

const bucket = "arn:aws:s3:::shop-store";
const topic = "arn:aws:sns:eu-central-1:111122223333:shop-news";

describe("the resources that components create", () => {
  it("are noted once each, in their order, for one run of a program", async () => {
    const seen: (readonly string[])[] = [];
    for (const arns of [[bucket, topic, bucket], []]) {
      await record({ preview: true }, () => {
        for (const arn of arns) {
          noteCreated(arn);
        }
        seen.push(createdArns());
      });
    }
    assert.deepEqual(seen, [[bucket, topic], []]);
  });

  it("name the component that creates them, once", async () => {
    await record({ preview: true }, (opts) => {
      const component = new ComponentResource("test:index:Topic", "topic", {}, opts);
      noteCreated(topic, component);
      noteCreated(bucket);
      assert.deepEqual(creatorsOf([bucket, topic, topic, "arn:aws:s3:::other"]), [component]);
    });
  });

  it("are a copy, which later notes do not change", async () => {
    await record({ preview: true }, () => {
      const before = createdArns();
      noteCreated(bucket);
      assert.deepEqual([before, createdArns()], [[], [bucket]]);
    });
  });
});

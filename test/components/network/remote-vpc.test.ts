import assert from "node:assert/strict";
import { output, type Resource } from "@pulumi/pulumi";
import { RemoteVpc } from "../../../components/network/remote-vpc";
import { networkSchema } from "../../../components/network/settings";
import { record, resolved } from "../../support/recorder";

describe("RemoteVpc", () => {
  it("gives the ids of route tables, whichever way the engine sends the tables", async () => {
    const made: RemoteVpc[] = [];
    await record({ preview: false }, (opts) => {
      made.push(new RemoteVpc("vpc", networkSchema.parse({}), "eu-central-1", {}, {}, opts));
    });
    const [vpc] = made;
    assert.ok(vpc);
    const tables: Resource | object = { id: output("rtb-2") };
    Object.assign(vpc, { routeTables: output(["rtb-1", tables]) });
    assert.deepEqual(await resolved(vpc.routeTableIds()), ["rtb-1", "rtb-2"]);
  });
});

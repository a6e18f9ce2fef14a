import assert from "node:assert/strict";
import { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { readTimeouts } from "../../../../cli/preview/engine/timeouts";

function timeouts(create: string, update = "", remove = "") {
  const message = new RegisterResourceRequest.CustomTimeouts();
  message.setCreate(create);
  message.setUpdate(update);
  message.setDelete(remove);
  return message;
}

describe("timeouts", () => {
  it("are read as seconds, where they are given", () => {
    assert.deepEqual(readTimeouts(timeouts("1h30m", "", "1.5s")), { create: 5400, delete: 1.5 });
    assert.deepEqual(readTimeouts(timeouts("", "250ms")), { update: 0.25 });
    assert.deepEqual(readTimeouts(undefined), {});
  });

  it("are refused when they are no duration", () => {
    assert.throws(() => readTimeouts(timeouts("5 minutes")), {
      message: 'customTimeouts.create must be a duration such as "5m" or "1h30m", not "5 minutes"',
    });
  });
});

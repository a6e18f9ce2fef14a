import assert from "node:assert/strict";
import { Callback } from "@pulumi/pulumi/proto/callback_pb";
import { RegisterResourceHookRequest } from "@pulumi/pulumi/proto/resource_pb";
import { Diagnostics } from "../../../../cli/preview/base/diagnostics";
import { Callbacks } from "../../../../cli/preview/engine/callbacks";
import { Hooks } from "../../../../cli/preview/engine/hooks";
import { resource } from "../support/resource";

function request(name: string, callback?: Callback): RegisterResourceHookRequest {
  const message = new RegisterResourceHookRequest();
  message.setName(name);
  message.setCallback(callback);
  return message;
}

describe("hooks", () => {
  it("have a callback and a name of their own", () => {
    const hooks = new Hooks(new Callbacks(), new Diagnostics());
    assert.throws(() => hooks.register(request("a")), { message: "hook 'a' has no callback" });
    hooks.register(request("a", new Callback()));
    assert.throws(() => hooks.register(request("a", new Callback())), { message: "hook 'a' is registered twice" });
  });

  it("must be registered before a resource names them", async () => {
    const hooks = new Hooks(new Callbacks(), new Diagnostics());
    const bucket = resource("aws:s3/bucket:Bucket", "logs");
    await assert.rejects(hooks.run(["a"], bucket, false), {
      message: `resource ${bucket.urn} names hook 'a', which is not registered`,
    });
  });
});

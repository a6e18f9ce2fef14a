import assert from "node:assert/strict";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import {
  CheckFailure,
  type CheckRequest,
  CheckResponse,
  type ConfigureRequest,
  ConfigureResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { type PropertyMap, secret } from "../../../../cli/preview/base/property-value";
import { DynamicProviders } from "../../../../cli/preview/engine/dynamic-provider";
import { unary } from "../../../../cli/preview/engine/rpc";
import { fromStruct, toStruct } from "../../../../cli/preview/engine/struct";
import { serve, stopServers } from "../support/serve";

const type = "pulumi-nodejs:dynamic:Resource";
const subject = (inputs: PropertyMap, of = type) => ({ type: of, name: "a", urn: "urn:a", inputs });

/** Dynamic providers whose server has this `check`; the other methods fail, as a server of this test has none. */
function providers(check: (inputs: PropertyMap) => PropertyMap | readonly (readonly [string, string])[]) {
  const seen: unknown[] = [];
  const unused = Object.fromEntries(
    Object.keys(ResourceProviderService).map((name) => [name, unary(() => assert.fail(name))]),
  );
  const start = () => {
    seen.push("start");
    return serve(ResourceProviderService, {
      ...unused,
      configure: unary((request: ConfigureRequest) => {
        seen.push(fromStruct(request.getArgs()));
        return new ConfigureResponse();
      }),
      check: unary((request: CheckRequest) => {
        const response = new CheckResponse();
        const result = check(fromStruct(request.getNews()));
        if (Array.isArray(result)) {
          response.setFailuresList(
            result.map(([property, reason]) => {
              const failure = new CheckFailure();
              failure.setProperty(property);
              failure.setReason(reason);
              return failure;
            }),
          );
        } else {
          response.setInputs(toStruct(result as PropertyMap));
        }
        return response;
      }),
    });
  };
  return { dynamic: new DynamicProviders(start, new Map([["shop:size", "small"]])), seen };
}

describe("the check of a dynamic provider", () => {
  let dynamic: DynamicProviders | undefined;
  afterEach(() => {
    dynamic?.close();
    stopServers();
  });

  it("returns the inputs to go on with, by a server that starts once and knows the settings", async () => {
    const given = providers((inputs) => ({ ...inputs, size: 3 }));
    dynamic = given.dynamic;
    assert.deepEqual(await dynamic.checked(subject({ name: "x" })), { name: "x", size: 3 });
    assert.deepEqual(await dynamic.checked(subject({ name: "y" }, "pulumi-nodejs:dynamic/shop:Thing")), {
      name: "y",
      size: 3,
    });
    assert.deepEqual(given.seen, ["start", { "shop:size": "small" }]);
  });

  it("receives secrets open, and leaves them secret", async () => {
    ({ dynamic } = providers((inputs) => ({ ...inputs, copied: inputs.token ?? null })));
    const inputs = { token: secret("x"), deep: { list: ["a", secret("b")] } };
    assert.deepEqual(await dynamic.checked(subject(inputs)), {
      token: secret("x"),
      copied: "x",
      deep: { list: ["a", secret("b")] },
    });
  });

  it("fails with every reason", async () => {
    ({ dynamic } = providers(() => [
      ["size", "is too large"],
      ["name", "is taken"],
    ]));
    await assert.rejects(dynamic.checked(subject({})), {
      message: `${type} resource 'a' has invalid inputs: size: is too large; name: is taken`,
    });
  });

  it("is not for resources of other providers: no server starts", async () => {
    const given = providers(() => assert.fail());
    dynamic = given.dynamic;
    for (const other of ["aws:s3/bucket:Bucket", "pulumi-nodejs:dynamical:Thing"]) {
      assert.deepEqual(await dynamic.checked(subject({ a: 1 }, other)), { a: 1 });
    }
    assert.deepEqual(given.seen, []);
  });
});

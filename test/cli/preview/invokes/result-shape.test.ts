import assert from "node:assert/strict";
import { UNKNOWN } from "../../../../cli/preview/base/property-value";
import { unknownResult } from "../../../../cli/preview/invokes/result-shape";
import { fixture } from "../support/fixture";

describe("the result of a function nobody answers", () => {
  it("has every member that the package's SDK names, each unknown", () => {
    assert.deepEqual(unknownResult("aws:ecr/getAuthorizationToken:getAuthorizationToken", fixture("plain")), {
      authorizationToken: UNKNOWN,
      expiresAt: UNKNOWN,
      id: UNKNOWN,
      password: UNKNOWN,
      proxyEndpoint: UNKNOWN,
      region: UNKNOWN,
      registryId: UNKNOWN,
      userName: UNKNOWN,
    });
    assert.equal(unknownResult("aws:index/getIpRanges:getIpRanges", fixture("plain")).cidrBlocks, UNKNOWN);
  });

  it("is unknown as a whole where no SDK describes it", () => {
    assert.deepEqual(unknownResult("acme:index/getThing:getThing", fixture("plain")), { result: UNKNOWN });
    assert.deepEqual(unknownResult("odd", fixture("plain")), { result: UNKNOWN });
  });
});

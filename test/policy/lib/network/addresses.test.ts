import assert from "node:assert/strict";
import { unknownValue } from "../../../../policy/iam/value";
import { isInternet } from "../../../../policy/lib/network/addresses";

describe("isInternet", () => {
  for (const cidr of ["0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "10.0.0.0/7", "::/0", "0:0:0:0:0:0:0:0/0", "2000::/3"]) {
    it(`takes ${cidr} for the internet`, () => assert.equal(isInternet(cidr), true));
  }
  for (const cidr of [
    "10.0.0.0/8",
    "192.168.0.0/16",
    "203.0.113.7/32",
    "fc00::/7",
    "2001:db8::/32",
    "0.0.0.0",
    "/",
    "",
  ]) {
    it(`does not take "${cidr}" for it`, () => assert.equal(isInternet(cidr), false));
  }
  it("does not guess what is not known", () => assert.equal(isInternet(unknownValue), false));
});

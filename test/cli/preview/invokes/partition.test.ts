import assert from "node:assert/strict";
import { partitionOf } from "../../../../cli/preview/invokes/partition";

describe("the partition of a region", () => {
  for (const [region, name, dnsSuffix, reverseDnsPrefix] of [
    ["eu-west-1", "aws", "amazonaws.com", "com.amazonaws"],
    ["us-east-1", "aws", "amazonaws.com", "com.amazonaws"],
    ["cn-north-1", "aws-cn", "amazonaws.com.cn", "cn.com.amazonaws"],
    ["us-gov-west-1", "aws-us-gov", "amazonaws.com", "com.amazonaws"],
    ["us-iso-east-1", "aws-iso", "c2s.ic.gov", "gov.ic.c2s"],
    ["us-isob-east-1", "aws-iso-b", "sc2s.sgov.gov", "gov.sgov.sc2s"],
    ["eu-isoe-west-1", "aws-iso-e", "cloud.adc-e.uk", "uk.adc-e.cloud"],
    ["us-isof-south-1", "aws-iso-f", "csp.hci.ic.gov", "gov.ic.hci.csp"],
    ["eusc-de-east-1", "aws-eusc", "amazonaws.eu", "eu.amazonaws"],
    ["", "aws", "amazonaws.com", "com.amazonaws"],
  ] as const) {
    it(`${region || "without a name"} is ${name}`, () => {
      const { name: found, dnsSuffix: suffix, reverseDnsPrefix: prefix } = partitionOf(region);
      assert.deepEqual([found, suffix, prefix], [name, dnsSuffix, reverseDnsPrefix]);
    });
  }
});

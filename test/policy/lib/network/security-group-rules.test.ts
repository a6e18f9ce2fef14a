import assert from "node:assert/strict";
import { type Properties, unknownValue, type Value } from "../../../../policy/iam/value";
import { unknownAt, violation } from "../../../../policy/lib/facts/finding";
import {
  closedOnSomePort,
  type Direction,
  egressRule,
  ingressRule,
  openings,
  securityGroup,
  securityGroupRule,
} from "../../../../policy/lib/network/security-group-rules";

const resource = (type: string, props: Properties) => ({
  type,
  props,
  urn: "sg",
  protect: false,
  stackTags: new Map(),
});
const found = (type: string, props: Properties, direction: Direction = "ingress") =>
  openings(resource(type, props), direction);
const rule = (more: Properties = {}): Properties => ({
  protocol: "tcp",
  fromPort: 443,
  toPort: 443,
  cidrBlocks: ["10.0.0.0/8"],
  ...more,
});
const opening = (path: string, value: Value, more: object = {}) => ({
  path,
  value,
  everyPort: false,
  port: 443,
  protocolPath: path.replace(/[^.]*$/, "protocol"),
  ...more,
});

describe("the ranges that a security group opens", () => {
  it("are those of its rules in one direction, with ports", () => {
    const props = { ingress: [rule({ ipv6CidrBlocks: ["::/0"] })], egress: [rule({ cidrBlocks: ["0.0.0.0/0"] })] };
    for (const type of [securityGroup, "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"]) {
      assert.deepEqual(found(type, props), [
        opening("ingress[0].cidrBlocks[0]", "10.0.0.0/8"),
        opening("ingress[0].ipv6CidrBlocks[0]", "::/0"),
      ]);
      assert.deepEqual(found(type, props, "egress"), [opening("egress[0].cidrBlocks[0]", "0.0.0.0/0")]);
    }
    assert.deepEqual(found(securityGroup, {}), []);
  });

  it("are those of a rule of its own", () => {
    const one = { ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "10.0.0.0/8" };
    const expected = [opening("cidrIpv4", "10.0.0.0/8", { protocolPath: "ipProtocol" })];
    assert.deepEqual(found(ingressRule, one), expected);
    assert.deepEqual(found(ingressRule, one, "egress"), []);
    assert.deepEqual(found(egressRule, one, "egress"), expected);
    assert.deepEqual(found(securityGroupRule, { ...rule(), type: "ingress" }), [
      opening("cidrBlocks[0]", "10.0.0.0/8"),
    ]);
    assert.deepEqual(found(securityGroupRule, { ...rule(), type: "egress" }), []);
  });

  it("are unknown where the rule or its direction is", () => {
    const unknown = (path: string) => ({
      path,
      value: unknownValue,
      everyPort: unknownValue,
      port: undefined,
      protocolPath: path,
    });
    assert.deepEqual(found(securityGroupRule, { ...rule(), type: unknownValue }), [unknown("type")]);
    assert.deepEqual(found(securityGroup, { ingress: [unknownValue] }), [unknown("ingress[0]")]);
  });

  for (const [protocol, fromPort, toPort, everyPort, port] of [
    ["-1", 0, 0, true, undefined],
    ["all", undefined, undefined, true, undefined],
    [-1, unknownValue, 0, true, undefined],
    ["tcp", 0, 65535, true, undefined],
    [6, 1, 65535, true, undefined],
    ["udp", 0, -1, true, undefined],
    ["tcp", 2, 65535, false, undefined],
    ["tcp", 0, 65534, false, undefined],
    ["icmp", 0, 65535, false, undefined],
    ["icmp", -1, -1, false, undefined],
    ["tcp", 22, 22, false, 22],
    ["6", 22, 22, false, 22],
    ["udp", 22, 22, false, undefined],
    [unknownValue, 22, 22, unknownValue, undefined],
    ["tcp", unknownValue, 65535, unknownValue, undefined],
  ] as const) {
    it(`with protocol ${String(protocol)} from ${String(fromPort)} to ${String(toPort)}: every port is ${String(everyPort)}, one port is ${port}`, () => {
      const [only] = found(securityGroup, { ingress: [rule({ protocol, fromPort, toPort })] });
      assert.deepEqual([only?.everyPort, only?.port], [everyPort, port]);
    });
  }
});

describe("a range that is open on every port", () => {
  const judged = (more: Properties) =>
    closedOnSomePort(
      resource(securityGroup, { ingress: [rule({ protocol: "-1", ...more })] }),
      "ingress",
      "should be closed",
    );
  const path = "ingress[0].cidrBlocks[0]";

  for (const [title, more, ...findings] of [
    [
      "must not reach into the internet",
      { cidrBlocks: ["10.0.0.0/8", "0.0.0.0/0"] },
      violation("ingress[0].cidrBlocks[1]", "should be closed"),
    ],
    ["may reach a private network", {}],
    ["is not known with an unknown range", { cidrBlocks: [unknownValue] }, unknownAt(path)],
    [
      "is not known with an unknown protocol",
      { protocol: unknownValue, cidrBlocks: ["0.0.0.0/0"] },
      unknownAt("ingress[0].protocol"),
    ],
    ["is right on one port, even if the range is unknown", { protocol: "tcp", cidrBlocks: [unknownValue] }],
    ["is right on one port to the internet", { protocol: "tcp", cidrBlocks: ["0.0.0.0/0"] }],
  ] as const) {
    it(title, () => assert.deepEqual(judged(more), findings));
  }
});

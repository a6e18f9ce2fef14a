import { at, type Located, locatedItems, unknownValue, type Value } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../facts/finding";
import type { JudgedResource } from "../rule/rule";
import { isInternet } from "./addresses";

export const securityGroup = "aws:ec2/securityGroup:SecurityGroup";
export const defaultSecurityGroup = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
export const securityGroupRule = "aws:ec2/securityGroupRule:SecurityGroupRule";
export const ingressRule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
export const egressRule = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

export type Direction = "ingress" | "egress";

/** A range of addresses that a security group lets in or out. */
export interface Opening extends Located {
  /** Whether it is open on every port. */
  readonly everyPort: boolean | typeof unknownValue;
  /** The one port, where the range is one port of TCP. */
  readonly port: number | undefined;
  /** Where the protocol is stated, or should be. */
  readonly protocolPath: string;
}

/** The ranges that a security group, or a rule of one, opens in a direction. */
export function openings({ type, props }: JudgedResource, direction: Direction): Opening[] {
  switch (type) {
    case securityGroup:
    case defaultSecurityGroup:
      return locatedItems(direction, props[direction]).flatMap(({ path, value }) => openingsOf(`${path}.`, value));
    case securityGroupRule:
      // Nobody can say which way a rule of unknown direction goes.
      return props.type === unknownValue
        ? [{ path: "type", value: unknownValue, everyPort: unknownValue, port: undefined, protocolPath: "type" }]
        : props.type === direction
          ? openingsOf("", props)
          : [];
    default:
      return type === (direction === "ingress" ? ingressRule : egressRule) ? openingsOf("", props) : [];
  }
}

/** Judges the ranges that are open on every port: none may reach into the internet. */
export function closedOnSomePort(resource: JudgedResource, direction: Direction, desired: string): Finding[] {
  return openings(resource, direction).flatMap(({ path, value, everyPort, protocolPath }) => {
    if (everyPort === false || !(value === unknownValue || isInternet(value))) {
      return [];
    }
    if (value === unknownValue || everyPort === unknownValue) {
      return [unknownAt(value === unknownValue ? path : protocolPath)];
    }
    return [violation(path, desired)];
  });
}

const cidrProperties = ["cidrBlocks", "ipv6CidrBlocks", "cidrIpv4", "cidrIpv6"];

function openingsOf(prefix: string, rule: Value): Opening[] {
  if (rule === unknownValue) {
    const path = prefix.replace(/\.$/, "");
    return [{ path, value: unknownValue, everyPort: unknownValue, port: undefined, protocolPath: path }];
  }
  const protocol = at(rule, "ipProtocol") === undefined ? "protocol" : "ipProtocol";
  const everyPort = opensEveryPort(at(rule, protocol), at(rule, "fromPort"), at(rule, "toPort"));
  return cidrProperties.flatMap((property) =>
    locatedItems(`${prefix}${property}`, at(rule, property)).map((cidr) => ({
      ...cidr,
      everyPort,
      port: onePort(at(rule, protocol), at(rule, "fromPort"), at(rule, "toPort")),
      protocolPath: `${prefix}${protocol}`,
    })),
  );
}

function onePort(protocol: Value, from: Value, to: Value): number | undefined {
  const isTcp = ["tcp", "6", 6].some((each) => protocol === each);
  return isTcp && typeof from === "number" && from === to ? from : undefined;
}

/** The numbers of ICMP are no ports, so that only protocols that have ports are open on all of them. */
function opensEveryPort(protocol: Value, from: Value, to: Value): boolean | typeof unknownValue {
  if (["-1", -1, "all"].some((every) => protocol === every)) {
    return true;
  }
  if ([protocol, from, to].includes(unknownValue)) {
    return unknownValue;
  }
  const hasPorts = ["tcp", "udp", "6", "17", 6, 17].some((each) => protocol === each);
  const all = typeof from === "number" && typeof to === "number" && from <= 1 && (to >= 65535 || to === -1);
  return hasPorts && all;
}

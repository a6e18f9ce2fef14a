import type { Props } from "../../../support/judging";

/** A resource of the program that passes every rule. */
export interface ProgramResource {
  readonly name: string;
  readonly type: string;
  readonly props: Props;
  readonly protect: boolean;
  /** Names of the resources that a property's value comes from. */
  readonly from: Readonly<Record<string, readonly string[]>>;
}

interface Options {
  readonly protect?: boolean;
  readonly from?: Readonly<Record<string, readonly string[]>>;
}

export const account = "123456789012";
export const region = "eu-west-1";
export const keyArn = `arn:aws:kms:${region}:${account}:key/11111111-2222-3333-4444-555555555555`;

/** A resource, given the end of its type token: `s3/bucket:Bucket`. */
export function resource(name: string, type: string, props: Props, options: Options = {}): ProgramResource {
  return { name, type: `aws:${type}`, props, protect: options.protect ?? false, from: options.from ?? {} };
}

/** An ARN of this account and region. */
export function arn(service: string, rest: string): string {
  return `arn:aws:${service}:${region}:${account}:${rest}`;
}

export function roleArn(name: string): string {
  return `arn:aws:iam::${account}:role/${name}`;
}

/** A policy document of these statements, as text. */
export function documentOf(...statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** Lets a service do something for this account only. */
export function forService(service: string, action: string, resources: string | readonly string[]): object {
  return {
    Effect: "Allow",
    Principal: { Service: `${service}.amazonaws.com` },
    Action: action,
    Resource: resources,
    Condition: { StringEquals: { "aws:SourceAccount": account } },
  };
}

/** Refuses whatever comes without TLS. */
export function onlyTls(action: string, resources: string | readonly string[]): object {
  return {
    Effect: "Deny",
    Principal: "*",
    Action: action,
    Resource: resources,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

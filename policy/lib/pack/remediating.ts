import type { handleUnaryCall } from "@grpc/grpc-js";
import type { AnalyzeRequest, RemediateResponse } from "@pulumi/pulumi/proto/analyzer_pb";
import type { Tags } from "../facts/stack";
import type { Rule } from "../rule/rule";
import { type Configuration, givenTo } from "./configuration";
import type { Pack } from "./messages";

type Remediate = handleUnaryCall<AnalyzeRequest, RemediateResponse>;

/** The SDK's remediation, which keeps secret and unknown values in the properties that it returns. */
interface SdkServer {
  makeRemediateRpcFun(name: string, version: string, level: string, policies: readonly object[]): Remediate;
}

/** Remediates with the SDK, which is loaded when a rule has the level `remediate`. */
export function remediationOf(
  { name, version }: Pack,
  rules: readonly Rule[],
  configuration: Configuration,
  stackTags: Tags,
): Remediate {
  const { makeRemediateRpcFun }: SdkServer = require("@pulumi/policy/server");
  const policies = rules.map((rule) => ({
    ...rule,
    enforcementLevel: "remediate",
    remediateResource: (args: object) => {
      const mend = "remediateResource" in rule ? rule.remediateResource : undefined;
      return mend?.(Object.assign(args, { stackTags, getConfig: () => givenTo(rule, configuration) }) as never);
    },
  }));
  return makeRemediateRpcFun(name, version, "advisory", policies);
}

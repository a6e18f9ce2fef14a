import {
  AnalyzerInfo,
  PolicyComplianceFramework,
  PolicyConfigSchema,
  PolicyInfo,
  PolicyType,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Rule } from "../rule/rule";
import { type Pack, toLevel, toSeverity } from "./messages";

/** The pack as the engine shows it. */
export interface PackDescription extends Pack {
  readonly displayName: string;
  readonly description: string;
  /** The package of the resources that the pack judges. */
  readonly provider: string;
}

/** Describes the pack and its rules: the engine asks for it once, before it sends resources. */
export function informationOf(pack: PackDescription, rules: readonly Rule[]): AnalyzerInfo {
  const information = new AnalyzerInfo();
  information.setName(pack.name);
  information.setVersion(pack.version);
  information.setDisplayname(pack.displayName);
  information.setDescription(pack.description);
  information.setProvider(pack.provider);
  information.setSupportsconfig(true);
  information.setPoliciesList(rules.map(policyInformation));
  return information;
}

function policyInformation(rule: Rule): PolicyInfo {
  const information = new PolicyInfo();
  information.setName(rule.name);
  information.setDisplayname(rule.displayName ?? rule.name);
  information.setDescription(rule.description);
  information.setPolicyType(
    rule.judgement.ofResource === undefined ? PolicyType.POLICY_TYPE_STACK : PolicyType.POLICY_TYPE_RESOURCE,
  );
  information.setEnforcementlevel(toLevel(rule.enforcementLevel ?? "advisory"));
  information.setSeverity(toSeverity(rule.severity));
  information.setTagsList([...(rule.tags ?? [])]);
  information.setRemediationSteps(rule.remediationSteps ?? "");
  information.setUrl(rule.url ?? "");
  if (rule.configSchema !== undefined) {
    const schema = new PolicyConfigSchema();
    schema.setProperties(Struct.fromJavaScript(plain(rule.configSchema.properties)));
    schema.setRequiredList([...(rule.configSchema.required ?? [])]);
    information.setConfigschema(schema);
  }
  if (rule.framework !== undefined) {
    const framework = new PolicyComplianceFramework();
    framework.setName(rule.framework.name ?? "");
    framework.setVersion(rule.framework.version ?? "");
    framework.setReference(rule.framework.reference ?? "");
    framework.setSpecification(rule.framework.specification ?? "");
    information.setFramework(framework);
  }
  return information;
}

/** Drops members without a value, which a message cannot hold. */
function plain(schema: object): Record<string, JavaScriptValue> {
  return JSON.parse(JSON.stringify(schema));
}

import { partitionOf } from "../../aws/scope";
import { withAllowed } from "../../schema/nearest";
import type { Problem } from "../../schema/problem";
import { given } from "../../schema/vocabulary";
import { mapOf } from "./aws-map";
import { firstUnknown, unknownValue } from "./template-function";

/** Values of a CloudFormation template that only its stack knows. */
export interface TemplateValues {
  /** Values of parameters; a parameter without a value has its default. */
  readonly parameters?: Readonly<Record<string, string>> | undefined;
  /** Physical ids of resources, by logical id, as `aws cloudformation describe-stack-resources` prints them. */
  readonly resources?: Readonly<Record<string, string>> | undefined;
  /** Values that other stacks export, for `Fn::ImportValue`. */
  readonly exports?: Readonly<Record<string, string>> | undefined;
  /** The account of the stack, 12 digits. */
  readonly account?: string | undefined;
  /** The region of the stack. */
  readonly region?: string | undefined;
  /** The name of the stack. */
  readonly stackName?: string | undefined;
  /** The ARN of the stack. */
  readonly stackId?: string | undefined;
  /** Values of dynamic references, such as `ssm:/shop/connection:1` of `{{resolve:ssm:/shop/connection:1}}`. */
  readonly references?: Readonly<Record<string, string>> | undefined;
}

type Keys = Readonly<Record<string, unknown>>;

interface Template {
  readonly parameters: Keys;
  readonly mappings: Keys;
  readonly conditions: Keys;
  readonly resources: Keys;
  readonly values: TemplateValues;
}

/** The value of `AWS::NoValue`, which removes its key. */
const noValue = Symbol("AWS::NoValue");

/** Properties that hold the name of a resource, for types whose `Ref` is that name. */
const nameProperties: Readonly<Record<string, string>> = {
  "AWS::AppConfig::Application": "Name",
  "AWS::CloudWatch::Alarm": "AlarmName",
  "AWS::CodeBuild::Project": "Name",
  "AWS::CodeDeploy::Application": "ApplicationName",
  "AWS::CodeDeploy::DeploymentConfig": "DeploymentConfigName",
  "AWS::CodeDeploy::DeploymentGroup": "DeploymentGroupName",
  "AWS::CodePipeline::Pipeline": "Name",
  "AWS::ECR::Repository": "RepositoryName",
  "AWS::ECS::Cluster": "ClusterName",
  "AWS::ElasticBeanstalk::Application": "ApplicationName",
  "AWS::ElasticBeanstalk::Environment": "EnvironmentName",
  "AWS::IAM::Role": "RoleName",
  "AWS::Lambda::Function": "FunctionName",
  "AWS::Logs::LogGroup": "LogGroupName",
  "AWS::S3::Bucket": "BucketName",
  "AWS::Serverless::Function": "FunctionName",
};

/**
 * Evaluates the functions in a part of a template. A function whose value nobody knows stays as a symbol that says why.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export function evaluateTemplate(part: unknown, template: unknown, values: TemplateValues): unknown {
  const { Parameters, Mappings, Conditions, Resources } = mapOf(template) ?? {};
  const result = evaluate(part, {
    parameters: mapOf(Parameters) ?? {},
    mappings: mapOf(Mappings) ?? {},
    conditions: mapOf(Conditions) ?? {},
    resources: mapOf(Resources) ?? {},
    values,
  });
  return result === noValue ? undefined : result;
}

/**
 * Refuses values of parameters and resources that a template does not have. Each parameter and resource has a default
 * or a name of its own, so nobody would notice a misspelt one.
 * Refuses values that the template does not allow too. The paths are those of the values.
 */
export function templateValueProblems(
  template: unknown,
  { parameters = {}, resources = {} }: TemplateValues,
): Problem[] {
  const { Parameters, Resources } = mapOf(template) ?? {};
  if (mapOf(Resources) === undefined) {
    return [];
  }
  const text = JSON.stringify(template);
  // A transform may make resources that the template only refers to.
  const isUsed = (id: string) => text.includes(id);
  const declared = mapOf(Parameters) ?? {};
  const ids = Object.keys(mapOf(Resources) ?? {});
  return [
    ...Object.entries(parameters).flatMap(([name, value]) =>
      Object.hasOwn(declared, name)
        ? parameterProblems(`parameters.${name}`, value, mapOf(declared[name]) ?? {})
        : [unknownName(`parameters.${name}`, "parameter", name, Object.keys(declared))],
    ),
    ...Object.keys(resources).flatMap((name) => {
      const id = name.split(".")[0] ?? name;
      return ids.includes(id) || isUsed(id) ? [] : [unknownName(`resources.${name}`, "resource", id, ids)];
    }),
  ];
}

function unknownName(path: string, kind: string, name: string, allowed: readonly string[]): Problem {
  const before = `is no ${kind} of the template`;
  return {
    path,
    reason: allowed.length === 0 ? `${before}, which has none: remove it` : withAllowed(before, name, allowed),
  };
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html */
function parameterProblems(path: string, value: string, { Type: type, AllowedValues: allowed }: Keys): Problem[] {
  const values = isListType(type) ? value.split(",") : [value];
  const isNumber = type === "Number" || type === "List<Number>";
  const texts = Array.isArray(allowed) ? allowed.map(String) : undefined;
  return values.flatMap((one) =>
    texts !== undefined && !texts.includes(one)
      ? [{ path, reason: withAllowed(given(one), one, texts) }]
      : isNumber && (one.trim() === "" || Number.isNaN(Number(one)))
        ? [{ path, reason: `${given(one)}: give a number` }]
        : [],
  );
}

function isListType(type: unknown): boolean {
  return /^(CommaDelimitedList|List<)/.test(String(type));
}

function evaluate(value: unknown, template: Template): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => evaluate(item, template)).filter((item) => item !== noValue);
  }
  const keys = mapOf(value);
  if (keys === undefined) {
    return resolved(value, template);
  }
  const [[name = "", argument] = []] = Object.entries(keys);
  const known = functions[name];
  // A map may also have Condition as its only key, as statements of policies do.
  if (known !== undefined && Object.keys(keys).length === 1 && (name !== "Condition" || typeof argument === "string")) {
    return resolved(known(argument, template), template);
  }
  const entries = Object.entries(keys).map(([key, item]) => [key, evaluate(item, template)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== noValue));
}

/**
 * Puts the given values of dynamic references into a text.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
 */
function resolved(value: unknown, { values: { references = {} } }: Template): unknown {
  if (typeof value !== "string" || !value.includes("{{resolve:")) {
    return value;
  }
  const reference = /\{\{resolve:([^{}]+)\}\}/g;
  const missing = [...value.matchAll(reference)].map(([, name = ""]) => name).find((name) => !references[name]);
  return missing === undefined
    ? value.replace(reference, (_, name: string) => references[name] ?? "")
    : unknownValue(
        `{{resolve:${missing}}}`,
        "CloudFormation reads at the deployment",
        `references: { "${missing}": ... }`,
      );
}

const functions: Readonly<Record<string, (argument: unknown, template: Template) => unknown>> = {
  Ref: (name, template) => (typeof name === "string" ? reference(name, template) : unknownValue("Ref", "has no name")),
  Condition: (name, template) => condition(name, template),
  "Fn::And": (list, template) => combine("Fn::And", list, template, (all) => all.every((one) => one === true)),
  "Fn::Or": (list, template) => combine("Fn::Or", list, template, (all) => all.some((one) => one === true)),
  "Fn::Not": (list, template) => combine("Fn::Not", list, template, ([one]) => one !== true),
  "Fn::Equals": (list, template) =>
    combine("Fn::Equals", list, template, ([one, other]) => String(one) === String(other)),
  "Fn::If": (list, template) => {
    const [name, yes, no] = Array.isArray(list) ? list : [];
    const holds = condition(name, template);
    return typeof holds === "symbol" ? holds : evaluate(holds === true ? yes : no, template);
  },
  "Fn::Join": (list, template) => {
    const [separator, items] = Array.isArray(list) ? list : [];
    return combine("Fn::Join", evaluate(items, template), template, (all) => all.map(String).join(String(separator)));
  },
  "Fn::Split": (list, template) =>
    combine("Fn::Split", list, template, ([separator, text]) => String(text).split(String(separator))),
  "Fn::Select": (list, template) => {
    const [index, items] = Array.isArray(list) ? list.map((item) => evaluate(item, template)) : [];
    const from = typeof items === "string" ? items.split(",") : items;
    const found = Array.isArray(from) ? from[Number(index)] : from;
    return typeof index === "symbol" ? index : (found ?? unknownValue("Fn::Select", `has no item ${String(index)}`));
  },
  "Fn::FindInMap": (list, template) => {
    const [map, first, second, options] = Array.isArray(list) ? list.map((item) => evaluate(item, template)) : [];
    const unknown = [map, first, second].find((key) => typeof key === "symbol");
    const found = mapOf(mapOf(template.mappings[String(map)])?.[String(first)])?.[String(second)];
    return (
      unknown ??
      found ??
      mapOf(options)?.DefaultValue ??
      unknownValue("Fn::FindInMap", `finds no ${String(map)}.${String(first)}.${String(second)} in Mappings`)
    );
  },
  "Fn::ImportValue": (name, template) => {
    const exported = evaluate(name, template);
    return typeof exported === "symbol"
      ? exported
      : (template.values.exports?.[String(exported)] ??
          unknownValue(
            "Fn::ImportValue",
            `needs the export ${String(exported)}`,
            `exports: { ${String(exported)}: ... }`,
          ));
  },
  "Fn::Sub": substitute,
  "Fn::GetAtt": (path, template) => {
    const [name, attribute] = Array.isArray(path) ? path.map(String) : String(path).split(/\.(.*)/s);
    return attributeOf(name ?? "", attribute ?? "", template);
  },
  ...Object.fromEntries(
    ["Base64", "Cidr", "GetAZs", "GetStackOutput", "Length", "ToJsonString", "Transform"].map((name) => [
      `Fn::${name}`,
      () => unknownValue(`Fn::${name}`, "is not evaluated"),
    ]),
  ),
};

/** Evaluates a list, and combines its items unless one is unknown. */
function combine(name: string, list: unknown, template: Template, read: (items: unknown[]) => unknown): unknown {
  const items =
    typeof list === "symbol" ? list : Array.isArray(list) ? list.map((item) => evaluate(item, template)) : [list];
  const unknown = Array.isArray(items) ? firstUnknown(items.filter((item) => item !== noValue)) : items;
  if (unknown !== undefined) {
    return unknown;
  }
  return Array.isArray(items) ? read(items.filter((item) => item !== noValue)) : unknownValue(name, "has no list");
}

function condition(name: unknown, template: Template): unknown {
  if (mapOf(name) !== undefined) {
    return evaluate(name, template);
  }
  return typeof name === "string" && Object.hasOwn(template.conditions, name)
    ? evaluate(template.conditions[name], template)
    : unknownValue("Condition", `finds no ${String(name)} in Conditions`);
}

function substitute(argument: unknown, template: Template): unknown {
  const [text, variables] = Array.isArray(argument) ? argument : [argument];
  if (typeof text !== "string") {
    return unknownValue("Fn::Sub", "has no text");
  }
  const own = mapOf(variables) ?? {};
  const parts = text.split(/\$\{([^}]*)\}/).map((part, index): unknown => {
    if (index % 2 === 0) {
      return part;
    }
    const name = part.trim();
    return name.startsWith("!")
      ? `\${${name.slice(1)}}`
      : Object.hasOwn(own, name)
        ? evaluate(own[name], template)
        : name.includes(".")
          ? functions["Fn::GetAtt"]?.(name, template)
          : reference(name, template);
  });
  return firstUnknown(parts) ?? parts.map(String).join("");
}

function reference(name: string, template: Template): unknown {
  const { parameters, resources, values } = template;
  if (name.startsWith("AWS::")) {
    return pseudoParameter(name, values);
  }
  const parameter = mapOf(parameters[name]);
  if (parameter !== undefined) {
    const value = values.parameters?.[name] ?? parameter.Default;
    if (value === undefined) {
      return unknownValue("Ref", `needs the parameter ${name}, which has no default`, `parameters: { ${name}: ... }`);
    }
    return isListType(parameter.Type) ? String(value).split(",") : value;
  }
  const id = values.resources?.[name];
  if (id !== undefined) {
    return id;
  }
  const resource = mapOf(resources[name]);
  if (resource === undefined) {
    return unknownValue("Ref", `finds neither a parameter nor a resource ${name}`);
  }
  return resourceName(name, resource, template);
}

function resourceName(name: string, resource: Keys, template: Template): unknown {
  const property = nameProperties[String(resource.Type)];
  const written = property === undefined ? undefined : mapOf(resource.Properties)?.[property];
  return written === undefined
    ? unknownValue(
        "Ref",
        `needs the physical id of ${name} (${String(resource.Type)}), which CloudFormation assigns`,
        `resources: { ${name}: ... }`,
      )
    : evaluate(written, template);
}

function pseudoParameter(name: string, { account, region, stackName, stackId }: TemplateValues): unknown {
  const partition = region === undefined ? undefined : partitionOf(region);
  const known: Readonly<Record<string, readonly [value: unknown, key: string]>> = {
    "AWS::AccountId": [account, "account"],
    "AWS::NoValue": [noValue, ""],
    "AWS::Partition": [partition, "region"],
    "AWS::Region": [region, "region"],
    "AWS::StackId": [stackId, "stackId"],
    "AWS::StackName": [stackName, "stackName"],
    "AWS::URLSuffix": [
      partition &&
        (partition === "aws-cn" ? "amazonaws.com.cn" : partition === "aws-eusc" ? "amazonaws.eu" : "amazonaws.com"),
      "region",
    ],
  };
  const [value, key] = known[name] ?? [];
  return value ?? unknownValue("Ref", `needs ${name}`, key === undefined ? undefined : `${key}: ...`);
}

/** Attributes that follow from the name of a resource. */
function attributeOf(name: string, attribute: string, template: Template): unknown {
  const resource = mapOf(template.resources[name]);
  const { account, region, resources: given } = template.values;
  const known = given?.[`${name}.${attribute}`];
  if (known !== undefined) {
    return known;
  }
  const type = String(resource?.Type);
  const properties = mapOf(resource?.Properties) ?? {};
  if (type === "AWS::CodeCommit::Repository" && attribute === "Name" && properties.RepositoryName !== undefined) {
    return evaluate(properties.RepositoryName, template);
  }
  const id = resource !== undefined && attribute === "Arn" ? reference(name, template) : undefined;
  const resourcePath = arnPaths[type];
  if (typeof id === "string" && resourcePath !== undefined && account !== undefined && region !== undefined) {
    const path = evaluate(properties.Path ?? "/", template);
    return typeof path === "symbol"
      ? path
      : `arn:${partitionOf(region)}:${resourcePath(id, region, account, String(path))}`;
  }
  return unknownValue("Fn::GetAtt", `needs ${name}.${attribute}`, `resources: { "${name}.${attribute}": ... }`);
}

const arnPaths: Readonly<Record<string, (name: string, region: string, account: string, path: string) => string>> = {
  "AWS::CodeBuild::Project": (name, region, account) => `codebuild:${region}:${account}:project/${name}`,
  "AWS::IAM::Role": (name, _region, account, path) => `iam::${account}:role${path}${name}`,
  "AWS::Lambda::Function": (name, region, account) => `lambda:${region}:${account}:function:${name}`,
  "AWS::S3::Bucket": (name) => `s3:::${name}`,
};

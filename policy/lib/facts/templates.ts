import { at, fromJson, isList, isProperties, type Properties, textOf, unknownValue, type Value } from "../../iam/value";

/** A resource of a CloudFormation template. */
export interface TemplateResource {
  /** The name of the resource in the template. */
  readonly id: string;
  /** As `AWS::IAM::Role`. */
  readonly type: string;
  /** Properties in which references to resources and to the account are text, and other functions are unknown. */
  readonly properties: Properties;
}

/** Type tokens of stacks and stack sets. */
const stackTypes = [
  "aws:cloudformation/stack:Stack",
  "aws:cloudformation/stackSet:StackSet",
  "aws-native:cloudformation:Stack",
  "aws-native:cloudformation:StackSet",
];

/** Whether a resource makes the resources of a template. */
export function hasTemplate(type: string): boolean {
  return stackTypes.includes(type);
}

/** The resources of the template that a stack states, or nothing for one that is elsewhere, unknown or no template. */
export function templateResources(props: Properties): TemplateResource[] | undefined {
  const template = parsed(props.templateBody);
  const resources = at(template, "Resources");
  if (resources === unknownValue || !isProperties(resources)) {
    return undefined;
  }
  const entries = Object.entries(resources).map(([id, resource]) => [id, resource] as const);
  const names = new Map(entries.map(([id, resource]) => [id, nameOf(id, resource)]));
  const types = new Map(entries.map(([id, resource]) => [id, textOf(at(resource, "Type"))]));
  const context: Context = { names, types, parameters: parametersOf(template, props.parameters) };
  return entries.flatMap(([id, resource]) => {
    const type = textOf(at(resource, "Type"));
    const properties = resolved(at(resource, "Properties") ?? {}, context);
    const nameProperty = nameProperties[type];
    const name = nameProperty === undefined ? {} : { [nameProperty]: names.get(id) };
    return type === "" || properties === undefined || properties === unknownValue || !isProperties(properties)
      ? []
      : [{ id, type, properties: { ...properties, ...name } }];
  });
}

/** The property with the physical name. Without one, the name in the template stands for the name that AWS gives. */
const nameProperties: Readonly<Record<string, string>> = {
  "AWS::CodeArtifact::Domain": "DomainName",
  "AWS::CodeBuild::Project": "Name",
  "AWS::CodePipeline::Pipeline": "Name",
  "AWS::ECR::Repository": "RepositoryName",
  "AWS::IAM::Group": "GroupName",
  "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
  "AWS::IAM::Role": "RoleName",
  "AWS::IAM::User": "UserName",
  "AWS::Lambda::Function": "FunctionName",
  "AWS::Logs::LogGroup": "LogGroupName",
  "AWS::S3::Bucket": "BucketName",
  "AWS::SNS::Topic": "TopicName",
  "AWS::SQS::Queue": "QueueName",
  "AWS::StepFunctions::StateMachine": "StateMachineName",
};

function nameOf(id: string, resource: Value): string {
  const property = nameProperties[textOf(at(resource, "Type"))];
  const name = property === undefined ? undefined : at(resource, "Properties", property);
  return textOf(name) === "" ? id : textOf(name);
}

interface Context {
  /** Physical names by the names in the template. */
  readonly names: ReadonlyMap<string, string>;
  readonly types: ReadonlyMap<string, string>;
  readonly parameters: ReadonlyMap<string, Value>;
}

/** Stands for the account and region of the stack, which the template does not state. */
const account = "000000000000";
const pseudoParameters: Readonly<Record<string, Value>> = {
  "AWS::AccountId": account,
  "AWS::NoValue": undefined,
  "AWS::Partition": "aws",
  "AWS::Region": "us-east-1",
  "AWS::StackName": "stack",
  "AWS::URLSuffix": "amazonaws.com",
};

/** The values that the stack gives, and the defaults of the template. */
function parametersOf(template: Value, given: Value): Map<string, Value> {
  const declared = at(template, "Parameters");
  const names =
    declared !== undefined && declared !== unknownValue && isProperties(declared) ? Object.keys(declared) : [];
  return new Map(names.map((name) => [name, at(given, name) ?? at(declared, name, "Default") ?? unknownValue]));
}

/** Replaces the functions of CloudFormation by their values, as far as the template decides them. */
function resolved(value: Value, context: Context): Value {
  if (isList(value)) {
    return value.map((item) => resolved(item, context)).filter((item) => item !== undefined);
  }
  if (value === undefined || value === unknownValue || !isProperties(value)) {
    return value;
  }
  const [[name, argument] = ["", undefined], ...rest] = Object.entries(value);
  if (rest.length === 0 && (name === "Ref" || name.startsWith("Fn::"))) {
    return called(name, argument, context);
  }
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key, resolved(inner, context)] as const)
      .filter(([, inner]) => inner !== undefined),
  );
}

function called(name: string, argument: Value, context: Context): Value {
  switch (name) {
    case "Ref":
      return referred(textOf(argument), context);
    case "Fn::GetAtt":
      return attribute(isList(argument) ? argument.map(textOf).join(".") : textOf(argument), context);
    case "Fn::Sub":
      return substituted(argument, context);
    case "Fn::Join":
      return joined(argument, context);
    default:
      return unknownValue;
  }
}

function referred(name: string, { names, parameters }: Context): Value {
  if (Object.hasOwn(pseudoParameters, name)) {
    return pseudoParameters[name];
  }
  return parameters.has(name) ? parameters.get(name) : (names.get(name) ?? unknownValue);
}

/** The ARN of one resource of the template. */
function attribute(path: string, { names, types }: Context): Value {
  const [id = "", name] = path.split(".");
  const [, service = "", kind = ""] = (types.get(id) ?? "").split("::");
  const own = names.get(id);
  if (own === undefined || name !== "Arn") {
    return unknownValue;
  }
  switch (service) {
    case "S3":
      return `arn:aws:s3:::${own}`;
    case "IAM":
      return `arn:aws:iam::${account}:${kind === "ManagedPolicy" ? "policy" : kind.toLowerCase()}/${own}`;
    default:
      return `arn:aws:${service.toLowerCase()}:us-east-1:${account}:${own}`;
  }
}

function substituted(argument: Value, context: Context): Value {
  const text = isList(argument) ? textOf(argument[0]) : textOf(argument);
  const own = isList(argument) ? argument[1] : undefined;
  let isHidden = false;
  const result = text.replace(/\$\{([^!}]+)\}/g, (_, name: string) => {
    const value = at(own, name) === undefined ? valueIn(name, context) : resolved(at(own, name), context);
    isHidden ||= typeof value !== "string" && typeof value !== "number";
    return String(value === unknownValue ? "" : value);
  });
  return isHidden ? unknownValue : result.replace(/\$\{!/g, "${");
}

function valueIn(name: string, context: Context): Value {
  return name.includes(".") ? attribute(name, context) : referred(name, context);
}

function joined(argument: Value, context: Context): Value {
  const [separator, items] = isList(argument) ? argument : [];
  const values = resolved(items, context);
  const isKnown = isList(values) && values.every((item) => typeof item === "string" || typeof item === "number");
  return isKnown ? values.join(textOf(separator)) : unknownValue;
}

/** A template as JSON, as YAML with CloudFormation's tags, or as an object. */
function parsed(body: Value): Value {
  const json = fromJson(body);
  return typeof body === "string" && json === undefined ? fromYaml(body) : json;
}

const tags = [
  "And",
  "Base64",
  "Cidr",
  "Equals",
  "FindInMap",
  "GetAZs",
  "If",
  "ImportValue",
  "Join",
  "Not",
  "Or",
].concat(["Select", "Split", "Sub", "Transform", "GetAtt", "Ref", "Condition"]);

/** The parser is loaded for the first template in YAML. */
function fromYaml(text: string): Value {
  const { parseDocument }: typeof import("yaml") = require("yaml");
  const customTags = tags.flatMap((tag) =>
    (["map", "seq", undefined] as const).map((collection) => ({
      tag: `!${tag}`,
      ...(collection === undefined ? {} : { collection }),
      resolve: (node: { toJSON?: () => unknown } | string) => ({
        [tag === "Ref" || tag === "Condition" ? tag : `Fn::${tag}`]: typeof node === "string" ? node : node.toJSON?.(),
      }),
    })),
  );
  const document = parseDocument(text, { customTags: customTags as never, logLevel: "silent" });
  return document.errors.length > 0 ? undefined : fromJson(JSON.stringify(document.toJS()));
}

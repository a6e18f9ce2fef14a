import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Recorded, unknown } from "./recorder";

/** One shape of a model of AWS: a structure, a list, a map or a scalar. */
interface Shape {
  readonly type: string;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly members?: Readonly<Record<string, string>>;
  readonly member?: string;
  readonly key?: string;
  readonly value?: string;
}

interface Model {
  readonly inputs: Readonly<Record<string, string>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

interface Request {
  readonly service: string;
  readonly operation: string;
  /** The inputs of the Pulumi resource in the words of the operation. */
  readonly input: Readonly<Record<string, unknown>>;
}

type Inputs = Readonly<Record<string, unknown>>;

/** The requests that create resources, by type. A type without a request is not judged. */
const requests: Readonly<Record<string, (inputs: Inputs) => Request[]>> = {
  "aws:codebuild/project:Project": (inputs) => [
    {
      service: "codebuild",
      operation: "CreateProject",
      input: {
        ...inputs,
        timeoutInMinutes: inputs.buildTimeout,
        queuedTimeoutInMinutes: inputs.queuedTimeout,
        tags: tagList(inputs.tags, "key", "value"),
      },
    },
  ],
  "aws:codepipeline/pipeline:Pipeline": (inputs) => [
    {
      service: "codepipeline",
      operation: "CreatePipeline",
      input: {
        pipeline: { ...inputs, stages: list(inputs.stages).map(stageOf) },
        tags: tagList(inputs.tags, "key", "value"),
      },
    },
  ],
  "aws:iam/role:Role": ({ name, path, description, assumeRolePolicy, permissionsBoundary, tags }) => [
    {
      service: "iam",
      operation: "CreateRole",
      input: {
        RoleName: name,
        Path: path,
        Description: description,
        AssumeRolePolicyDocument: assumeRolePolicy,
        PermissionsBoundary: permissionsBoundary,
        Tags: tagList(tags, "Key", "Value"),
      },
    },
  ],
  "aws:iam/rolePolicy:RolePolicy": ({ name, role, policy }) => [
    { service: "iam", operation: "PutRolePolicy", input: { PolicyName: name, RoleName: role, PolicyDocument: policy } },
  ],
  "aws:iam/policy:Policy": ({ name, path, description, policy, tags }) => [
    {
      service: "iam",
      operation: "CreatePolicy",
      input: {
        PolicyName: name,
        Path: path,
        Description: description,
        PolicyDocument: policy,
        Tags: tagList(tags, "Key", "Value"),
      },
    },
  ],
  "aws:kms/key:Key": ({ description, tags }) => [
    {
      service: "kms",
      operation: "CreateKey",
      input: { Description: description, Tags: tagList(tags, "TagKey", "TagValue") },
    },
  ],
  "aws:kms/alias:Alias": ({ name }) => [
    { service: "kms", operation: "CreateAlias", input: { AliasName: customerAlias(name) } },
  ],
  "aws:cloudwatch/logGroup:LogGroup": ({ name, kmsKeyId, tags }) => [
    { service: "logs", operation: "CreateLogGroup", input: { logGroupName: name, kmsKeyId, tags } },
  ],
  "aws:cloudwatch/eventRule:EventRule": ({ name, description, eventPattern, scheduleExpression, tags }) => [
    {
      service: "events",
      operation: "PutRule",
      input: {
        Name: name,
        Description: description,
        EventPattern: eventPattern,
        ScheduleExpression: scheduleExpression,
        Tags: tagList(tags, "Key", "Value"),
      },
    },
  ],
  "aws:cloudwatch/eventTarget:EventTarget": ({ rule, targetId, arn, roleArn }) => [
    {
      service: "events",
      operation: "PutTargets",
      input: { Rule: rule, Targets: [{ Id: targetId, Arn: arn, RoleArn: roleArn }] },
    },
  ],
  "aws:ecr/repository:Repository": ({ name, tags }) => [
    {
      service: "ecr",
      operation: "CreateRepository",
      input: { repositoryName: name, tags: tagList(tags, "Key", "Value") },
    },
  ],
  "aws:codeconnections/connection:Connection": ({ name, tags }) => [
    {
      service: "codeconnections",
      operation: "CreateConnection",
      input: { ConnectionName: name, Tags: tagList(tags, "Key", "Value") },
    },
  ],
};

/** Names for which AWS publishes no pattern in its models, from the pages of the services. */
const pages: Readonly<Record<string, readonly [input: string, pattern: RegExp]>> = {
  "aws:s3/bucket:Bucket": ["bucket", /^(?!xn--|sthree-)[a-z0-9][a-z0-9-]{1,61}[a-z0-9](?<!-s3alias|--ol-s3|--x-s3)$/],
  "aws:sns/topic:Topic": ["name", /^[A-Za-z0-9_-]{1,256}$/],
};

/** Lists the inputs of recorded resources that AWS's own models refuse. */
export function modelProblems(recorded: readonly Recorded[]): string[] {
  return recorded.flatMap(({ type, name, inputs }) => {
    const found = (requests[type]?.(inputs) ?? []).flatMap(({ service, operation, input }) => {
      const model = modelOf(service);
      return shapeProblems(model, model.inputs[operation] ?? "", input, operation);
    });
    const [input = "", pattern] = pages[type] ?? [];
    const value = inputs[input];
    const named = pattern && typeof value === "string" && !pattern.test(value) ? [`${input} is ${value}`] : [];
    return [...found, ...named].map((problem) => `${type} ${name}: ${problem}`);
  });
}

/** The types of resources that {@link modelProblems} judges. */
export const judgedTypes: ReadonlySet<string> = new Set([...Object.keys(requests), ...Object.keys(pages)]);

const models = new Map<string, Model>();

function modelOf(service: string): Model {
  const known = models.get(service);
  if (known) {
    return known;
  }
  const model = JSON.parse(readFileSync(join(__dirname, `../fixtures/aws-models/${service}.json`), "utf8")) as Model;
  models.set(service, model);
  return model;
}

function shapeProblems(model: Model, shapeName: string, value: unknown, at: string): string[] {
  const shape = model.shapes[shapeName];
  if (shape === undefined || value === undefined || value === null || value === unknown) {
    return [];
  }
  const size = typeof value === "number" ? value : Array.isArray(value) || typeof value === "string" ? value.length : 0;
  const bounded = ["string", "list", "integer", "long", "blob"].includes(shape.type);
  const own = [
    ...(bounded && shape.min !== undefined && size < shape.min ? [`${at} is ${show(value)}, under ${shape.min}`] : []),
    ...(bounded && shape.max !== undefined && size > shape.max ? [`${at} is ${show(value)}, over ${shape.max}`] : []),
    ...(typeof value === "string" && shape.pattern !== undefined && !matches(shape.pattern, value)
      ? [`${at} is ${show(value)}, and not ${shape.pattern}`]
      : []),
    ...(typeof value === "string" && shape.enum !== undefined && !shape.enum.includes(value)
      ? [`${at} is ${show(value)}, and not one of ${shape.enum.join(", ")}`]
      : []),
  ];
  return [...own, ...partProblems(model, shape, value, at)];
}

function partProblems(model: Model, shape: Shape, value: unknown, at: string): string[] {
  if (Array.isArray(value) && shape.member !== undefined) {
    const { member } = shape;
    return value.flatMap((item, index) => shapeProblems(model, member, item, `${at}[${index}]`));
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return [];
  }
  const given = new Map(Object.entries(value).map(([key, item]) => [key.toLowerCase(), item]));
  const { members = {}, key: keyShape, value: valueShape } = shape;
  const ofMembers = Object.entries(members).flatMap(([name, member]) =>
    shapeProblems(model, member, given.get(name.toLowerCase()), `${at}.${name}`),
  );
  const ofMap =
    keyShape === undefined || valueShape === undefined
      ? []
      : Object.entries(value).flatMap(([key, item]) => [
          ...shapeProblems(model, keyShape, key, `${at} key`),
          ...shapeProblems(model, valueShape, item, `${at}.${key}`),
        ]);
  return [...ofMembers, ...ofMap];
}

function matches(pattern: string, value: string): boolean {
  return new RegExp(`^(?:${pattern})$`, "su").test(value);
}

function show(value: unknown): string {
  return JSON.stringify(value).slice(0, 100);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A stage in the words of the operation: Pulumi lists the names of artifacts, and AWS objects with names. */
function stageOf(stage: unknown): unknown {
  const named = (names: unknown) => list(names).map((name) => ({ name }));
  const { actions, ...others } = stage as { readonly actions: unknown };
  return {
    ...others,
    actions: list(actions).map((action) => {
      const { inputArtifacts, outputArtifacts, category, owner, provider, version, ...rest } = action as Inputs;
      return {
        ...rest,
        actionTypeId: { category, owner, provider, version },
        inputArtifacts: named(inputArtifacts),
        outputArtifacts: named(outputArtifacts),
      };
    }),
  };
}

function tagList(tags: unknown, key: string, value: string): unknown {
  return typeof tags === "object" && tags !== null
    ? Object.entries(tags).map(([name, text]) => ({ [key]: name, [value]: text }))
    : undefined;
}

// The model takes aliases of AWS too, which CreateAlias refuses.
function customerAlias(name: unknown): string {
  return String(name).startsWith("alias/aws/") ? "" : String(name);
}

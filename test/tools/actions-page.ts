import { join } from "node:path";
import { stringify } from "yaml";
import type { ActionType } from "../../components/actions/base/action-type";
import { type ActionInput, actionSchema, catalogue } from "../../components/actions/catalogue";
import { type RuleInput, ruleSchema, ruleTypeOf } from "../../components/actions/rules/catalogue";
import { artifactAccess } from "../../components/iam/artifact-access";
import { placeOf } from "../../components/pipelines/validation/cross-region";
import { buckets, context } from "../support/pipelines";
import { sampleActions } from "../support/sample-actions";
import { sampleRules } from "../support/sample-rules";
import { scope } from "../support/scopes";
import { membersOf, type SchemaNode } from "./describe-schema";
import { type ProviderComment, providerComments } from "./provider-comments";
import { rows } from "./settings-page";
import { statementsTable } from "./statements-table";

const actionsFolder = join(__dirname, "../../components/actions");
const common = [
  "name",
  "owner",
  "runOrder",
  "inputArtifacts",
  "outputArtifacts",
  "region",
  "roleArn",
  "artifactReaderArns",
  "permissions",
  "namespace",
];
const commonToRules = ["name", "inputArtifacts", "region", "roleArn", "timeoutInMinutes"];

const introduction = `# Actions

<!-- Written by \`npm run schema\` from the catalogue in components/actions. -->

All providers of actions and rules, with their keys and the exact permissions of their roles. Each table of permissions
belongs to the example above it. The examples use account \`${scope.account}\`, region \`${scope.region}\`, the pipeline
\`${context.pipelineName}\` and the artifact bucket \`${buckets[scope.region]}\`. With an existing key, roles may use that key too.
Keys under \`configuration\` are AWS's own. Keys beside it decide about permissions, and AWS never sees them.

Every action also has \`name\`, \`runOrder\`, \`inputArtifacts\`, \`outputArtifacts\`, and some have \`region\`, \`roleArn\`,
\`artifactReaderArns\`, \`permissions\` and \`namespace\`. Every rule has \`name\`, \`inputArtifacts\`, \`region\`, \`roleArn\` and \`timeoutInMinutes\`.

`;

/** Renders the page that describes every provider. */
export function actionsPage(pipeline: SchemaNode): string {
  const comments = providerComments(actionsFolder);
  const stage = pipeline.properties?.stages?.items?.properties;
  const actions = catalogue.map((type) => actionSection(type, membersOf(stage?.actions?.items), comments));
  const ruleComments = providerComments(join(actionsFolder, "rules"));
  const ruleSchemas = membersOf(stage?.beforeEntry?.properties?.rules?.items);
  const rules = sampleRules.map((rule) => ruleSection(rule, ruleSchemas, ruleComments));
  return [introduction, overview(), ...actions, "## Rules of stage conditions\n", ...rules].join("\n");
}

function overview(): string {
  const lines = catalogue.map(({ provider, categories, inputArtifacts, outputArtifacts, ...type }) => {
    const range = ({ min, max }: { min: number; max: number }) => (min === max ? `${min}` : `${min} to ${max}`);
    const where = type.crossRegion ? "any region" : "its pipeline's region";
    return `| [${provider}](#${anchor(provider, categories)}) | ${categories.join(", ")} | ${range(inputArtifacts)} | ${range(outputArtifacts)} | ${type.pipelineTypes.join(", ")} | ${where} |\n`;
  });
  return `| provider | category | takes | makes | pipelines | runs in |\n| --- | --- | --- | --- | --- | --- |\n${lines.join("")}`;
}

function title(provider: string, categories: readonly string[]): string {
  return `${provider} (${categories.join(", ")})`;
}

function anchor(provider: string, categories: readonly string[]): string {
  return title(provider, categories).toLowerCase().replace(/[(),]/g, "").replaceAll(" ", "-");
}

function variablesLeft({ outputVariables }: ActionType): string {
  if (outputVariables === "decided at run time") {
    return "Leaves behind what it runs decides.\n";
  }
  if (outputVariables === "listed by the action") {
    return "Leaves behind what its `outputVariables` list.\n";
  }
  return outputVariables.length > 0
    ? `Leaves behind ${outputVariables.map((name) => `\`${name}\``).join(", ")}.\n`
    : "";
}

function actionSection(
  type: ActionType,
  schemas: readonly SchemaNode[],
  comments: ReadonlyMap<string, ProviderComment>,
): string {
  const { provider, categories } = type;
  const [category = ""] = categories;
  const comment = comments.get(`${category}/${provider}`) ?? comments.get(provider);
  const schema = schemas.find(({ properties }) => isOf(properties, provider, categories));
  const sample = sampleActions.find((action) => action.provider === provider && isIn(action, categories));
  return [
    `## ${title(provider, categories)}\n`,
    `${comment?.text} ${comment?.page ? `[AWS's page](${comment.page}).` : ""}\n`,
    variablesLeft(type),
    keysTable(schema, [...common, "provider", "category"]),
    sample ? actionExample(type, sample) : "",
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function actionExample(type: ActionType, sample: ActionInput): string {
  const action = actionSchema.parse(sample);
  const there = { ...context, scope: placeOf(scope, action) };
  const statements = [...artifactAccess(scope, "store", type.artifactUse(action)), ...type.permissions(action, there)];
  const managed = type.managedPolicies?.(action, there) ?? [];
  const others = (type.requiredGrants?.(action, there, "store") ?? []).map(
    ({ of, statements: asked, note }) =>
      `Asked of ${of}.${note === undefined ? "" : ` ${note}`}\n${asked.length > 0 ? `\n${statementsTable(asked)}` : ""}`,
  );
  return [
    `\`\`\`yaml\n${stringify(sample)}\`\`\`\n`,
    statements.length > 0 ? statementsTable(statements) : "Has no role: it asks nothing of AWS.\n",
    ...(managed.length > 0 ? [`Holds ${managed.map((arn) => `\`${arn}\``).join(", ")}.\n`] : []),
    ...others,
  ].join("\n");
}

function ruleSection(
  sample: RuleInput,
  schemas: readonly SchemaNode[],
  comments: ReadonlyMap<string, ProviderComment>,
): string {
  const rule = ruleSchema.parse(sample);
  const type = ruleTypeOf(rule);
  const comment = comments.get(type.provider);
  const schema = schemas.find(({ properties }) => properties?.provider?.const === type.provider);
  const statements = [...artifactAccess(scope, "store", type.artifactUse(rule)), ...type.permissions(rule, context)];
  return [
    `### ${type.provider}\n`,
    `${comment?.text} ${comment?.page ? `[AWS's page](${comment.page}).` : ""}\n`,
    type.canSkipStage ? "May skip a stage.\n" : "",
    keysTable(schema, [...commonToRules, "provider"]),
    `\`\`\`yaml\n${stringify(sample)}\`\`\`\n`,
    statements.length > 0 ? statementsTable(statements) : "Has no role: it asks nothing of AWS.\n",
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function keysTable(schema: SchemaNode | undefined, without: readonly string[]): string {
  // A key that accepts no value exists only to refuse it with a reason.
  const own = Object.fromEntries(
    Object.entries(schema?.properties ?? {}).filter(([key, { not }]) => !without.includes(key) && not === undefined),
  );
  const { configuration, ...beside } = own;
  const lines = [
    ...(configuration ? rows(configuration, "configuration.") : []),
    ...rows({ properties: beside, required: schema?.required ?? [] }, ""),
  ];
  return lines.length > 0 ? `| key | | description |\n| --- | --- | --- |\n${lines.join("")}` : "";
}

function isOf(properties: SchemaNode["properties"], provider: string, categories: readonly string[]): boolean {
  const { const: only, enum: several = [] } = properties?.category ?? {};
  return (
    properties?.provider?.const === provider &&
    categories.some((category) => category === only || several.includes(category))
  );
}

function isIn(action: ActionInput, categories: readonly string[]): boolean {
  return categories.some((category) => category === actionSchema.parse(action).category);
}

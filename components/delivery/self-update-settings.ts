import { z } from "zod";
import { accountOf } from "../aws/arn";
import { roleArnSchema } from "../aws/names";
import { environmentVariablesSchema } from "../codebuild/environment-variable";
import { secretId } from "../iam/reference-access";
import { pulumiProgram } from "../infrastructure/settings";
import { sourceSchema } from "../infrastructure/source-settings";
import { type StateSettings, stateProblems, stateSchema } from "../infrastructure/state-settings";
import { repositoryPath } from "../recipes/args";
import { canSavePlan } from "../recipes/pulumi-up";
import type { Lenient } from "../schema/lenient";
import type { Problem } from "../schema/problem";
import { allowedKeys, distinct, shown } from "../schema/vocabulary";
import { notifySchema } from "./inline-schema";
import { defaultApprovalTimeout } from "./plan-bond";
import type { PulumiUpdate } from "./update-settings";

/** The pipeline that updates the stack of an environment itself. */
export const selfUpdateSchema = z.union(
  [
    z.boolean(),
    allowedKeys({
      /**
       * The repository of the program of this stack, and the branch whose pushes are planned.
       * @default - `source` of the environment
       */
      source: sourceSchema.optional(),
      /**
       * The directory of `Pulumi.yaml` and of the stack file in the repository.
       * @default "."
       */
      directory: repositoryPath.optional(),
      /**
       * The full name of this stack, `organization/project/stack`.
       * @default - for a state in a bucket, `organization`, the project and the stack
       */
      stack: pulumiProgram.stack.optional(),
      /**
       * The version of the Pulumi CLI, x.y.z; 3.24.1 or newer.
       * @default - `deploy.version`, if Pulumi deploys
       */
      version: pulumiProgram.version.optional(),
      /**
       * The SHA-256 of the download of that version.
       * @default - `deploy.sha256`, if Pulumi deploys
       */
      sha256: pulumiProgram.sha256.optional(),
      /** The major version of Node.js that runs the program. @default 22 */
      nodejs: pulumiProgram.nodejs,
      /**
       * Where the state of this stack is kept. With Pulumi Cloud, both tokens are others than those of `state`.
       * @default - `state`, if that is a bucket
       */
      state: stateSchema.optional(),
      /**
       * The e-mail addresses of those who approve updates.
       * @default - `approval.notify`
       */
      notify: notifySchema.optional(),
      /**
       * Roles of the account that may approve updates. The stack creates the grant.
       * @default - people with a grant of `codepipeline:PutApprovalResult` from elsewhere
       */
      principals: distinct(z.array(roleArnSchema).min(1).max(10)).optional(),
      /**
       * The updates that wait for an approval: every one, or those that may widen a permission or touch a gate. The other
       * ones then run with a role that changes no permission. An environment with `approval` or `promote` waits always.
       * @default "every-update"
       */
      approval: z.enum(["every-update", "widening"]).optional(),
      /**
       * How long each approval waits, in minutes: 5 to 10080. Plans are kept for seven days.
       * @default 1440
       */
      approvalTimeoutInMinutes: z.int().min(5).max(10_080).optional(),
      /**
       * Whether people approve the commit before its program is planned. The plan reads the state, with its secrets.
       * @default - true if the environment waits for an approval or is in a promotion, false otherwise
       */
      approveBeforePlan: z.boolean().optional(),
      /**
       * Variables of plan and update, such as a token that reads the private npm registry of this package.
       * @default - none
       */
      environmentVariables: environmentVariablesSchema.optional(),
      /**
       * How long plan and update may take each, in minutes: 5 to 2160.
       * @default 60
       */
      timeoutInMinutes: z.int().min(5).max(2160).optional(),
    }),
  ],
  { error: ({ input }) => `is ${shown(input)}: give true, false, or settings of the update such as state` },
);

type SelfUpdateSettings = z.output<typeof selfUpdateSchema>;
type SelfUpdateObject = Exclude<SelfUpdateSettings, boolean>;

/** Parts of the settings of an environment that decide about its self-update. */
export interface SelfUpdateParts {
  readonly account?: string | undefined;
  readonly source?: Lenient<z.output<typeof sourceSchema>> | undefined;
  readonly deploy?: { readonly tool?: string; readonly version?: string; readonly sha256?: string } | undefined;
  readonly approval?: { readonly notify?: readonly (string | undefined)[] | undefined } | undefined;
  readonly promote?: unknown;
  readonly state?: Lenient<StateSettings> | undefined;
  readonly permissionsBoundaryArn?: string | undefined;
  readonly selfUpdate?: Lenient<SelfUpdateSettings> | undefined;
}

/** The Pulumi project and stack of the program. */
export interface ProgramStack {
  readonly project: string;
  readonly stack: string;
}

/** A self-update with its defaults. */
export interface SelfUpdate {
  readonly source: z.output<typeof sourceSchema>;
  readonly update: PulumiUpdate & { readonly state: StateSettings };
  readonly notify: readonly string[];
  readonly principals: readonly string[];
  readonly approvalTimeoutInMinutes: number;
  readonly approveBeforePlan: boolean;
  /** Whether updates that change no permission and no gate need no approval. */
  readonly isUnattended: boolean;
  readonly boundaryArn: string;
}

/** Whether the stack of an environment is updated by a pipeline. */
export function hasSelfUpdate({ selfUpdate }: Pick<SelfUpdateParts, "selfUpdate">): boolean {
  return selfUpdate !== undefined && selfUpdate !== false;
}

/** Names of the pipeline that updates the stack of an environment. No pattern of the environment's names matches them. */
export function selfUpdateNames(environment: string): {
  readonly pipelineName: string;
  readonly projectNames: readonly [plan: string, run: string, unattended: string];
} {
  const pipelineName = `self-update-${environment}`;
  return {
    pipelineName,
    projectNames: [`${pipelineName}-plan`, `${pipelineName}-run`, `${pipelineName}-unattended`],
  };
}

/** Pipelines and projects of a self-update. */
export interface NotifiedUpdates {
  readonly pipelineNames: readonly string[];
  readonly projects: readonly { readonly projectName: string }[];
}

/** The pipelines and projects of a self-update whose failures the notifications of the environment tell. */
export function notifiedUpdates(environment: string, parts: Pick<SelfUpdateParts, "selfUpdate">): NotifiedUpdates {
  const { pipelineName, projectNames } = selfUpdateNames(environment);
  const projects = isUnattended(parts) ? projectNames : projectNames.slice(0, 2);
  return hasSelfUpdate(parts)
    ? { pipelineNames: [pipelineName], projects: projects.map((projectName) => ({ projectName })) }
    : { pipelineNames: [], projects: [] };
}

function given({ selfUpdate }: SelfUpdateParts): Lenient<SelfUpdateObject> {
  return typeof selfUpdate === "object" ? selfUpdate : {};
}

function isUnattended(parts: SelfUpdateParts): boolean {
  return given(parts).approval === "widening";
}

/**
 * Refuses updates without an approval where the environment waits for one.
 *
 * @param gate - the setting that makes the environment wait; undefined if none does
 */
export function unattendedProblems(parts: SelfUpdateParts, gate: string | undefined): Problem[] {
  return isUnattended(parts) && gate !== undefined
    ? ofUpdate(
        "approval",
        `is "widening", and the environment has ${gate}: an update without an approval could go around it; give "every-update"`,
      )
    : [];
}

/** Version and digest of the Pulumi CLI: those of the self-update, or of a deployment by Pulumi. */
function cliOf({ deploy }: SelfUpdateParts, own: Pick<Lenient<SelfUpdateObject>, "version" | "sha256">) {
  const { version, sha256 } = deploy?.tool === "pulumi" ? deploy : {};
  return { version: own.version ?? version, sha256: own.sha256 ?? sha256 };
}

function ofUpdate(key: string, reason: string): Problem[] {
  return [{ path: `selfUpdate.${key}`, reason }];
}

/**
 * Completes the settings of a self-update. {@link selfUpdateProblems} has none for them.
 *
 * @param isGate - whether the environment is a gate: its settings or its definition have an approval
 */
export function resolveSelfUpdate(
  parts: SelfUpdateParts,
  program: ProgramStack,
  isGate: boolean,
): SelfUpdate | undefined {
  if (!hasSelfUpdate(parts)) {
    return undefined;
  }
  const own = given(parts) as Partial<SelfUpdateObject>;
  const { version = "", sha256 = "" } = cliOf(parts, own);
  const { approval, permissionsBoundaryArn = "" } = parts;
  const state = (own.state ?? parts.state) as StateSettings;
  return {
    source: (own.source ?? parts.source) as SelfUpdate["source"],
    update: {
      tool: "pulumi",
      version,
      sha256,
      directory: own.directory ?? ".",
      stack: own.stack ?? `organization/${program.project}/${program.stack}`,
      state,
      ...(own.nodejs !== undefined && { nodejs: own.nodejs }),
      ...(own.timeoutInMinutes !== undefined && { timeoutInMinutes: own.timeoutInMinutes }),
      ...(own.environmentVariables && {
        environmentVariables: own.environmentVariables,
        plan: { environmentVariables: own.environmentVariables },
      }),
    } as SelfUpdate["update"],
    notify: own.notify ?? ((approval?.notify ?? []) as string[]),
    principals: own.principals ?? [],
    approvalTimeoutInMinutes: own.approvalTimeoutInMinutes ?? defaultApprovalTimeout,
    approveBeforePlan: own.approveBeforePlan ?? isGate,
    isUnattended: isUnattended(parts),
    boundaryArn: permissionsBoundaryArn,
  };
}

/** Lists the problems of a self-update: settings that it lacks, and tokens or rights that would open a gate. */
export function selfUpdateProblems(parts: SelfUpdateParts): Problem[] {
  if (!hasSelfUpdate(parts)) {
    return [];
  }
  const own = given(parts);
  const { account, approval, permissionsBoundaryArn: boundary } = parts;
  const { version, sha256 } = cliOf(parts, own);
  const state = own.state ?? parts.state;
  const gate = approval !== undefined ? "approval" : parts.promote !== undefined ? "promote" : undefined;
  return [
    ...unattendedProblems(parts, gate),
    ...(boundary === undefined
      ? [
          {
            path: "permissionsBoundaryArn",
            reason:
              "is missing, and selfUpdate creates roles from a commit: give a policy of the account that bounds them",
          },
        ]
      : accountOf(boundary) === "aws"
        ? [
            {
              path: "permissionsBoundaryArn",
              reason: `is ${shown(boundary)}, which bounds nothing, and selfUpdate creates roles from a commit: give a policy of the account`,
            },
          ]
        : []),
    ...(own.source === undefined && parts.source === undefined
      ? ofUpdate(
          "source",
          "is missing, and the environment has no source of its own: give the repository of this program",
        )
      : []),
    ...(version === undefined
      ? ofUpdate("version", "is missing: give the version of the Pulumi CLI, such as 3.221.0")
      : []),
    ...(sha256 === undefined || (own.version === undefined) !== (own.sha256 === undefined)
      ? ofUpdate("sha256", "is missing: give version and sha256 together")
      : []),
    ...(version === undefined || canSavePlan(version)
      ? []
      : ofUpdate("version", `is ${shown(version)}, which saves no plan: give 3.24.1 or newer`)),
    ...(own.notify === undefined && approval === undefined
      ? ofUpdate(
          "notify",
          "is missing, and nobody would hear that an update waits: give the addresses of its approvers",
        )
      : []),
    ...ownStateProblems(own, state, parts.state),
    ...(own.principals ?? []).flatMap((arn, index) =>
      arn === undefined || account === undefined || accountOf(arn) === account
        ? []
        : ofUpdate(`principals[${index}]`, `is of account ${accountOf(arn)}: give a role of account ${account}`),
    ),
  ];
}

/** Refuses other accounts whose roles this stack creates: the roles of a self-update assume no role there. */
export function selfUpdateAccountProblems(
  parts: Pick<SelfUpdateParts, "selfUpdate">,
  accounts: Readonly<Record<string, unknown>>,
): Problem[] {
  return hasSelfUpdate(parts)
    ? Object.entries(accounts)
        .filter(([, provider]) => provider !== "TargetAccount")
        .map(([account]) => ({
          path: `accounts["${account}"]`,
          reason:
            'is a provider, and the roles of selfUpdate assume no role of another account: give "TargetAccount", and create the roles with TargetAccount in that account',
        }))
    : [];
}

function ownStateProblems(
  own: Lenient<SelfUpdateObject>,
  state: Lenient<StateSettings> | undefined,
  ofApplication: Lenient<StateSettings> | undefined,
): Problem[] {
  if (state === undefined) {
    return ofUpdate("state", "is missing: give the state of this stack");
  }
  if (state.backend === "s3") {
    return [
      ...stateProblems(
        { ...state, key: undefined },
        { tool: "pulumi", ...(own.stack !== undefined && { stack: own.stack }) },
        "selfUpdate",
      ),
      ...(own.state?.backend === "s3" && own.state.key !== undefined
        ? ofUpdate("state.key", `is ${shown(own.state.key)}, and Pulumi names its objects itself: leave it out`)
        : []),
    ];
  }
  if (own.state === undefined) {
    return ofUpdate(
      "state",
      "is missing, and state holds the token of the application, whose builds could write the state of this stack: give tokens of this stack alone",
    );
  }
  const { accessTokenSecret: write, previewAccessTokenSecret: read } = own.state as Lenient<
    Extract<StateSettings, { backend: "pulumi-cloud" }>
  >;
  const others =
    ofApplication?.backend === "pulumi-cloud"
      ? [ofApplication.accessTokenSecret, ofApplication.previewAccessTokenSecret]
          .flatMap((secret) => secret ?? [])
          .map(secretId)
      : [];
  const shared = (key: string, secret: string | undefined) =>
    secret !== undefined && others.includes(secretId(secret))
      ? ofUpdate(
          `state.${key}`,
          `is ${shown(secret)}, the token of the application, whose builds could write the state of this stack: give another`,
        )
      : [];
  return [
    ...(own.stack === undefined
      ? ofUpdate("stack", "is missing: give organization/project/stack of Pulumi Cloud")
      : []),
    ...(read === undefined
      ? ofUpdate("state.previewAccessTokenSecret", "is missing: give the secret of a token that only reads this stack")
      : write !== undefined && secretId(read) === secretId(write)
        ? ofUpdate(
            "state.previewAccessTokenSecret",
            `is ${shown(read)}, the secret of the token that writes: give another`,
          )
        : []),
    ...shared("accessTokenSecret", write),
    ...shared("previewAccessTokenSecret", read),
  ];
}

import { z } from "zod";
import { codeCommitRepositoryArn } from "../aws/arn";
import { bucketName, codeCommitRepositoryName, connectionArnSchema } from "../aws/names";
import { type AwsScope, dnsSuffix } from "../aws/scope";
import { readSourceObject } from "../iam/build-storage-access";
import { takeConnectionTokens } from "../iam/connection-access";
import { allowStatement, type Statement } from "../iam/statement";
import { type Problem, within } from "../schema/problem";
import { scheduleSchema } from "../schema/schedule";
import { allowedKeys, matching, nonEmptyText, shown } from "../schema/vocabulary";
import { bucketPlace, locationIn } from "./build-storage";
import { buildsPullRequests, webhookProblems, webhookSchema } from "./webhook";

/** Providers of repositories outside AWS, each with the host of its addresses; the others have a host of their own. */
const hosts = {
  GITHUB: "github.com",
  GITHUB_ENTERPRISE: undefined,
  GITLAB: "gitlab.com",
  GITLAB_SELF_MANAGED: undefined,
  BITBUCKET: "bitbucket.org",
} as const;

export type HostedType = keyof typeof hosts;

const hostedTypes = Object.keys(hosts) as [HostedType, ...HostedType[]];

const version = matching(
  /^(?!-)[^\s~^:?*[\\]{1,250}$/,
  "give a branch, a tag or a commit, such as main or refs/heads/main",
);

const clone = {
  /**
   * Branch, tag or commit of a build that names none.
   * @default - the default branch
   */
  version: version.optional(),
  /**
   * Number of commits to clone; 0 clones the whole history.
   * @default 1
   */
  cloneDepth: z.int().min(0).default(1),
  /**
   * Whether CodeBuild fetches the Git submodules.
   * @default false
   */
  fetchSubmodules: z.boolean().default(false),
};

const hosted = {
  /** `GITHUB`, `GITHUB_ENTERPRISE`, `GITLAB`, `GITLAB_SELF_MANAGED` or `BITBUCKET`. */
  type: z.enum(hostedTypes),
  /** The address of the repository, https and without credentials: `https://github.com/acme/shop.git`. */
  location: matching(
    /^https:\/\/[A-Za-z0-9.-]+(:\d+)?(\/[\w.~-]+)+\/?$/,
    "give the https address of the repository, without user, password and token",
  ),
  /** The ARN of an AVAILABLE connection to the provider. */
  connectionArn: connectionArnSchema,
  ...clone,
};

const codeCommit = {
  /** `CODECOMMIT`. */
  type: z.literal("CODECOMMIT"),
  /** The name of the repository, in the account and region of the project. */
  repository: codeCommitRepositoryName,
  ...clone,
};

const object = {
  /** `S3`. */
  type: z.literal("S3"),
  /** The name of the bucket, in the account of the project. */
  bucket: bucketName,
  /** The key of a ZIP file, or of a folder with a slash at its end. */
  key: matching(/^(?!\/)[^*?$#{}]{1,1000}$/, "give the key of one object, without * ? $ # { and }"),
  /**
   * The version of the object.
   * @default - the newest
   */
  version: matching(/^[A-Za-z0-9._-]{1,1024}$/, "give the version id of the object").optional(),
};

/** @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectSource.html */
export const sourceSchema = z.discriminatedUnion("type", [
  allowedKeys({
    ...hosted,
    /**
     * Whether CodeBuild reports the status of a build on its commit or pull request.
     * @default true
     */
    reportStatus: z.boolean().default(true),
    /**
     * Name of the status at the provider.
     * @default - "AWS CodeBuild <region> (<project>)", by CodeBuild
     */
    statusContext: nonEmptyText.max(255).optional(),
    /**
     * Address that the status links to, https.
     * @default - the build in the console
     */
    statusUrl: matching(/^https:\/\/\S{1,1000}$/, "give an address that starts with https://").optional(),
  }),
  allowedKeys(codeCommit),
  allowedKeys(object),
  allowedKeys({
    /** `NO_SOURCE`: the buildspec alone. It must be given as an object or a text. */
    type: z.literal("NO_SOURCE"),
  }),
]);

/** A further source of a project: builds see its directory in `CODEBUILD_SRC_DIR_<identifier>`. */
const secondarySourceSchema = z.discriminatedUnion("type", [
  allowedKeys(hosted),
  allowedKeys(codeCommit),
  allowedKeys(object),
]);

const identifier = matching(/^[A-Za-z0-9_]{1,127}$/, "use 1 to 127 letters, digits or underscores");

/** @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectArtifacts.html */
const artifactsSchema = allowedKeys({
  ...bucketPlace,
  /**
   * Name of the artifact: a ZIP file, or a folder for packaging NONE.
   * @default - the name of the project, with .zip for packaging ZIP
   */
  name: matching(/^(?!\/)[^\s*?]{1,200}$/, "give the name of one object, without spaces, * and ?").optional(),
  /**
   * Whether `artifacts.name` of the buildspec names the artifact, instead of `name`.
   * @default false
   */
  nameFromBuildspec: z.boolean().default(false),
  /**
   * `BUILD_ID` keeps the artifacts of every build in a folder of its own, `NONE` overwrites them.
   * @default "BUILD_ID"
   */
  namespace: z.enum(["BUILD_ID", "NONE"]).default("BUILD_ID"),
  /**
   * `ZIP` packs the files, `NONE` stores each.
   * @default "ZIP"
   */
  packaging: z.enum(["ZIP", "NONE"]).default("ZIP"),
});

/** CodeBuild takes 12 secondary sources and 12 secondary artifacts. */
const maxSecondary = 12;

function atMostSecondary<Item extends z.ZodType>(item: Item, of: string) {
  return z.record(identifier, item).refine((all) => Object.keys(all).length <= maxSecondary, {
    error: `has more than ${maxSecondary} ${of}: CodeBuild allows ${maxSecondary}`,
  });
}

/** Settings of a project that builds outside a pipeline. */
export const ownSourceShape = {
  /**
   * Source of builds outside a pipeline. Without it a pipeline hands source and artifacts to the project.
   * @default - the pipeline
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/create-project.html
   */
  source: sourceSchema.optional(),
  /**
   * Further sources by identifier, at most 12. In a pipeline, the action's input artifacts are the sources.
   * @default - none
   */
  secondarySources: atMostSecondary(secondarySourceSchema, "sources").optional(),
  /**
   * Bucket of the artifacts that the buildspec lists. In a pipeline, the pipeline keeps them.
   * @default - no artifacts
   */
  artifacts: artifactsSchema.optional(),
  /**
   * Buckets of the buildspec's secondary artifacts by identifier, at most 12.
   * @default - none
   */
  secondaryArtifacts: atMostSecondary(artifactsSchema, "artifacts").optional(),
  /**
   * Webhook of a source on GitHub, GitHub Enterprise Server, GitLab or Bitbucket.
   * @default - no webhook
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/webhooks.html
   */
  webhook: webhookSchema.optional(),
  /**
   * Times at which builds start by themselves.
   * @default - none
   */
  schedules: z.array(scheduleSchema).optional(),
  /**
   * Number of times that CodeBuild repeats a failed build, 1 to 10. The role may then retry its own builds.
   * @default - no retry
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/auto-retry-build.html
   */
  autoRetryLimit: z.int().min(1).max(10).optional(),
  /**
   * Whether everybody who knows its address sees a badge with the status of the last build.
   * @default false
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-badges.html
   */
  badge: z.boolean().optional(),
};

const ownSourceSchema = z.object(ownSourceShape);

export type OwnSourceModel = z.output<typeof ownSourceSchema>;
export type SourceModel = NonNullable<OwnSourceModel["source"]>;
type AnySource = SourceModel | z.output<typeof secondarySourceSchema>;
type ArtifactsModel = z.output<typeof artifactsSchema>;

/** Whether a source lies at a provider outside AWS. */
export function isHosted(source: AnySource): source is Extract<AnySource, { connectionArn: string }> {
  return "connectionArn" in source;
}

/**
 * The sources and artifacts of a project as CodeBuild takes them.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html
 */
export function renderSources(scope: AwsScope, model: OwnSourceModel, projectName: string, buildspec: string) {
  const { source, secondarySources = {}, artifacts, secondaryArtifacts = {} } = model;
  if (source === undefined) {
    return { source: { type: "CODEPIPELINE", buildspec }, artifacts: { type: "CODEPIPELINE" } };
  }
  const further = Object.entries(secondarySources).sort(byName);
  const versions = further.flatMap(([sourceIdentifier, { version: sourceVersion }]) =>
    sourceVersion === undefined ? [] : [{ sourceIdentifier, sourceVersion }],
  );
  const files = Object.entries(secondaryArtifacts).sort(byName);
  return {
    source: { ...renderSource(scope, source), ...renderStatus(source), buildspec },
    ...("version" in source && source.version !== undefined && { sourceVersion: source.version }),
    ...(further.length > 0 && {
      secondarySources: further.map(([sourceIdentifier, each]) => ({ sourceIdentifier, ...renderSource(scope, each) })),
    }),
    ...(versions.length > 0 && { secondarySourceVersions: versions }),
    artifacts:
      artifacts === undefined ? { type: "NO_ARTIFACTS" } : renderArtifacts(artifacts, projectName, projectName),
    ...(files.length > 0 && {
      secondaryArtifacts: files.map(([artifactIdentifier, each]) => ({
        artifactIdentifier,
        ...renderArtifacts(each, projectName, artifactIdentifier),
      })),
    }),
  };
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}

function renderSource(scope: AwsScope, source: AnySource) {
  if (source.type === "NO_SOURCE") {
    return { type: source.type };
  }
  if (source.type === "S3") {
    return { type: source.type, location: `${source.bucket}/${source.key}` };
  }
  const git = {
    type: source.type,
    location: isHosted(source) ? source.location : cloneUrl(scope, source.repository),
    gitCloneDepth: source.cloneDepth,
    gitSubmodulesConfig: { fetchSubmodules: source.fetchSubmodules },
  };
  return isHosted(source) ? { ...git, auth: { type: "CODECONNECTIONS", resource: source.connectionArn } } : git;
}

function renderStatus(source: SourceModel) {
  if (!("reportStatus" in source)) {
    return {};
  }
  const { reportStatus, statusContext: context, statusUrl: targetUrl } = source;
  return {
    reportBuildStatus: reportStatus,
    ...((context !== undefined || targetUrl !== undefined) && {
      buildStatusConfig: {
        ...(context !== undefined && { context }),
        ...(targetUrl !== undefined && { targetUrl }),
      },
    }),
  };
}

/**
 * The https address of a CodeCommit repository.
 *
 * @see https://docs.aws.amazon.com/codecommit/latest/userguide/regions.html
 */
function cloneUrl({ region, partition }: AwsScope, repository: string): string {
  return `https://git-codecommit.${region}.${dnsSuffix(partition)}/v1/repos/${repository}`;
}

function renderArtifacts(artifacts: ArtifactsModel, projectName: string, ownName: string) {
  const { bucket, namespace, packaging, name = packaging === "ZIP" ? `${ownName}.zip` : ownName } = artifacts;
  const [, ...path] = locationIn(artifacts, projectName).split("/");
  return {
    type: "S3",
    location: bucket,
    path: path.join("/"),
    namespaceType: namespace,
    name,
    packaging,
    ...(artifacts.nameFromBuildspec && { overrideArtifactName: true }),
  };
}

/** The buckets that builds outside a pipeline write artifacts to. */
export function artifactPlaces({ artifacts, secondaryArtifacts = {} }: OwnSourceModel): ArtifactsModel[] {
  return [...(artifacts === undefined ? [] : [artifacts]), ...Object.values(secondaryArtifacts)];
}

/** The statements to read the sources of a project. */
export function sourceStatements(
  scope: AwsScope,
  { source, secondarySources = {} }: OwnSourceModel,
): readonly Statement[] {
  const all: AnySource[] = [...(source === undefined ? [] : [source]), ...Object.values(secondarySources)];
  const repositories = all.flatMap((each) => (each.type === "CODECOMMIT" ? [each.repository] : []));
  return [
    ...takeConnectionTokens(all.filter(isHosted).map(({ connectionArn }) => connectionArn)),
    ...(repositories.length === 0
      ? []
      : [
          allowStatement({
            sid: "SourceRepositories",
            actions: ["codecommit:GitPull"],
            resources: [...new Set(repositories)].map((name) => codeCommitRepositoryArn(scope, name)),
          }),
        ]),
    ...all.flatMap((each) => (each.type === "S3" ? readSourceObject(scope, each.bucket, folderOf(each.key)) : [])),
  ];
}

/** CodeBuild reads every object of a folder. */
function folderOf(key: string): string {
  return key.endsWith("/") ? `${key}*` : key;
}

/** Facts about a project that decide what its own source may have. */
export interface OwnSourceContext {
  readonly hasBatch: boolean;
  readonly hasInlineBuildspec: boolean;
  readonly isLambda: boolean;
  /** Whether the build host keeps a cache, which the next build takes over. */
  readonly hasLocalCache: boolean;
  /** Whether the project has a Docker server, which keeps layers for the next build. */
  readonly hasDockerServer: boolean;
}

const needsSource = [
  "secondarySources",
  "artifacts",
  "secondaryArtifacts",
  "webhook",
  "schedules",
  "autoRetryLimit",
  "badge",
] as const;

/** Lists the contradictions of sources, artifacts and webhooks, which their schema has accepted. */
export function ownSourceProblems(model: OwnSourceModel, context: OwnSourceContext): Problem[] {
  const { source, secondarySources = {}, webhook, schedules = [], badge } = model;
  if (source === undefined) {
    return needsSource
      .filter((key) => model[key] !== undefined)
      .map((path) => ({
        path,
        reason: "is given without source, and a pipeline decides it for its builds: give source, or remove it",
      }));
  }
  const found: Problem[] = [
    ...locationProblems("source", source),
    ...Object.entries(secondarySources).flatMap(([name, each]) => locationProblems(`secondarySources.${name}`, each)),
  ];
  if (source.type === "NO_SOURCE" && !context.hasInlineBuildspec) {
    found.push({ path: "buildspec", reason: "is a path, and NO_SOURCE has no files: give the buildspec itself" });
  }
  if (webhook !== undefined) {
    found.push(
      ...(isHosted(source)
        ? within("webhook", webhookProblems(webhook, source.type))
        : [{ path: "webhook", reason: `is given, and ${source.type} has none: give ${hostedTypes.join(", ")}` }]),
      ...(webhook.startsBatch && !context.hasBatch
        ? [{ path: "webhook.startsBatch", reason: "is true without batch: give batch, or remove it" }]
        : []),
    );
  }
  if (webhook !== undefined && buildsPullRequests(webhook)) {
    found.push(...pullRequestProblems(context));
  }
  if (badge === true && (source.type === "NO_SOURCE" || source.type === "S3" || context.isLambda)) {
    found.push({ path: "badge", reason: "is true, and only Git sources outside AWS Lambda have badges: remove it" });
  }
  const names = schedules.map(({ name }) => name);
  return [
    ...found,
    ...names.flatMap((name, index) =>
      names.indexOf(name) < index
        ? [{ path: `schedules[${index}].name`, reason: `is ${shown(name)} twice: rename one` }]
        : [],
    ),
  ];
}

/** A pull request must decide neither the commands of its build nor the files of later builds. */
function pullRequestProblems({ hasInlineBuildspec, hasLocalCache, hasDockerServer }: OwnSourceContext): Problem[] {
  return [
    ...(hasInlineBuildspec
      ? []
      : [
          {
            path: "buildspec",
            reason: "is a path, and a pull request could change the file: give the buildspec itself",
          },
        ]),
    ...(hasLocalCache
      ? [
          {
            path: "cache",
            reason: "is local, and a pull request would leave it to the next build: give S3, or remove it",
          },
        ]
      : []),
    ...(hasDockerServer
      ? [
          {
            path: "dockerServer",
            reason: "is given, and a pull request would leave layers to the next build: remove it",
          },
        ]
      : []),
  ];
}

function locationProblems(path: string, source: AnySource): Problem[] {
  if (!isHosted(source)) {
    return [];
  }
  const host = hosts[source.type];
  return host === undefined || new URL(source.location).host === host
    ? []
    : [
        {
          path: `${path}.location`,
          reason: `is ${shown(source.location)}: an address of ${source.type} starts with https://${host}/`,
        },
      ];
}

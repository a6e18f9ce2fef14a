import assert from "node:assert/strict";
import { artifactPlaces, isHosted, renderSources } from "../../../components/codebuild/own-source";
import {
  type BuildProjectSettings,
  buildProjectSchema,
  readBuildProject,
} from "../../../components/codebuild/project-schema";
import { china, scope } from "../../support/scopes";

const connectionArn = "arn:aws:codeconnections:eu-central-1:111122223333:connection/1a2b";
const github = { type: "GITHUB", location: "https://github.com/acme/shop.git", connectionArn } as const;
const place = { bucket: "acme-builds" };
const auth = { type: "CODECONNECTIONS", resource: connectionArn };

const render = (settings: BuildProjectSettings, at = scope) =>
  renderSources(at, buildProjectSchema.parse(settings), "shop", "buildspec.yml");

describe("the source of a project", () => {
  it("is the pipeline's without a source of its own", () => {
    assert.deepEqual(render({}), {
      source: { type: "CODEPIPELINE", buildspec: "buildspec.yml" },
      artifacts: { type: "CODEPIPELINE" },
    });
  });

  for (const [type, location] of [
    ["GITHUB", "https://github.com/acme/shop.git"],
    ["GITHUB_ENTERPRISE", "https://git.acme.example/acme/shop"],
    ["GITLAB", "https://gitlab.com/acme/web/shop.git"],
    ["GITLAB_SELF_MANAGED", "https://git.acme.example:8443/acme/shop"],
    ["BITBUCKET", "https://bitbucket.org/acme/shop.git"],
  ] as const) {
    it(`is a repository of ${type} through a connection, whose commits get the status`, () => {
      assert.deepEqual(render({ source: { type, location, connectionArn } }), {
        source: {
          type,
          location,
          auth,
          gitCloneDepth: 1,
          gitSubmodulesConfig: { fetchSubmodules: false },
          reportBuildStatus: true,
          buildspec: "buildspec.yml",
        },
        artifacts: { type: "NO_ARTIFACTS" },
      });
      assert.deepEqual(readBuildProject({ source: { type, location, connectionArn } }).problems, []);
    });
  }

  it("is a repository of CodeCommit, in whatever partition", () => {
    const source = {
      type: "CODECOMMIT",
      repository: "shop",
      version: "main",
      cloneDepth: 0,
      fetchSubmodules: true,
    } as const;
    assert.deepEqual(render({ source }, china), {
      source: {
        type: "CODECOMMIT",
        location: "https://git-codecommit.cn-north-1.amazonaws.com.cn/v1/repos/shop",
        gitCloneDepth: 0,
        gitSubmodulesConfig: { fetchSubmodules: true },
        buildspec: "buildspec.yml",
      },
      sourceVersion: "main",
      artifacts: { type: "NO_ARTIFACTS" },
    });
  });

  it("is an object of S3, or nothing but the buildspec", () => {
    assert.deepEqual(render({ source: { type: "S3", ...place, key: "src/shop.zip" } }).source, {
      type: "S3",
      location: "acme-builds/src/shop.zip",
      buildspec: "buildspec.yml",
    });
    assert.deepEqual(render({ source: { type: "NO_SOURCE" } }).source, {
      type: "NO_SOURCE",
      buildspec: "buildspec.yml",
    });
  });

  it("names and links its status", () => {
    const status = { reportStatus: false, statusContext: "unit", statusUrl: "https://ci.acme.example/" };
    const { source } = render({ source: { ...github, ...status } });
    assert.equal("reportBuildStatus" in source && source.reportBuildStatus, false);
    assert.deepEqual("buildStatusConfig" in source && source.buildStatusConfig, {
      context: "unit",
      targetUrl: "https://ci.acme.example/",
    });
  });

  it("has further sources and artifacts by identifier, sorted", () => {
    const { source: _, ...others } = render({
      source: github,
      secondarySources: {
        tools: { type: "CODECOMMIT", repository: "tools", version: "v1" },
        assets: { type: "S3", ...place, key: "assets.zip" },
      },
      artifacts: { ...place, name: "site", packaging: "NONE", namespace: "NONE" },
      secondaryArtifacts: { docs: { ...place, prefix: "docs/shop" } },
    });
    assert.deepEqual(others, {
      secondarySources: [
        { sourceIdentifier: "assets", type: "S3", location: "acme-builds/assets.zip" },
        {
          sourceIdentifier: "tools",
          type: "CODECOMMIT",
          location: "https://git-codecommit.eu-central-1.amazonaws.com/v1/repos/tools",
          gitCloneDepth: 1,
          gitSubmodulesConfig: { fetchSubmodules: false },
        },
      ],
      secondarySourceVersions: [{ sourceIdentifier: "tools", sourceVersion: "v1" }],
      artifacts: {
        type: "S3",
        location: "acme-builds",
        path: "shop",
        namespaceType: "NONE",
        name: "site",
        packaging: "NONE",
      },
      secondaryArtifacts: [
        {
          artifactIdentifier: "docs",
          type: "S3",
          location: "acme-builds",
          path: "docs/shop",
          namespaceType: "BUILD_ID",
          name: "docs.zip",
          packaging: "ZIP",
        },
      ],
    });
  });

  it("tells what lies outside AWS, and lists the places of its artifacts", () => {
    const { source, ...model } = buildProjectSchema.parse({
      source: github,
      artifacts: place,
      secondaryArtifacts: { docs: { bucket: "acme-docs" } },
    });
    assert.ok(source && isHosted(source));
    assert.equal(isHosted({ type: "NO_SOURCE" }), false);
    assert.deepEqual(
      artifactPlaces(model).map(({ bucket }) => bucket),
      ["acme-builds", "acme-docs"],
    );
  });
});

const refused: [settings: Record<string, unknown>, path: string, reason: string][] = [
  [
    { source: { ...github, location: "https://gitlab.com/acme/shop.git" } },
    "source.location",
    'is "https://gitlab.com/acme/shop.git": an address of GITHUB starts with https://github.com/',
  ],
  [
    { source: { ...github, location: "https://user:token@github.com/acme/shop.git" } },
    "source.location",
    'is "https://user:token@github.com/acme/shop.git": give the https address of the repository, without user, password and token',
  ],
  [
    { source: { ...github, location: "http://github.com/acme/shop.git" } },
    "source.location",
    'is "http://github.com/acme/shop.git": give the https address of the repository, without user, password and token',
  ],
  [{ source: { ...github, connectionArn: undefined } }, "source.connectionArn", "is missing: give text"],
  [
    { source: { type: "SVN" } },
    "source.type",
    'is "SVN": allowed are GITHUB, GITHUB_ENTERPRISE, GITLAB, GITLAB_SELF_MANAGED, BITBUCKET, CODECOMMIT, S3, NO_SOURCE',
  ],
  [
    { source: { type: "S3", bucket: "acme-builds", key: "src/*" } },
    "source.key",
    'is "src/*": give the key of one object, without * ? $ # { and }',
  ],
  [
    {
      source: { type: "CODECOMMIT", repository: "shop" },
      webhook: { filterGroups: [{ events: ["PUSH"], branches: ["main"] }] },
    },
    "webhook",
    "is given, and CODECOMMIT has none: give GITHUB, GITHUB_ENTERPRISE, GITLAB, GITLAB_SELF_MANAGED, BITBUCKET",
  ],
  [
    { source: github, webhook: { startsBatch: true, filterGroups: [{ events: ["PUSH"], branches: ["main"] }] } },
    "webhook.startsBatch",
    "is true without batch: give batch, or remove it",
  ],
  [
    {
      source: github,
      cache: { type: "LOCAL", modes: ["LOCAL_CUSTOM_CACHE"] },
      webhook: { filterGroups: [{ events: ["PULL_REQUEST_CREATED"], baseBranches: ["main"] }] },
    },
    "cache",
    "is local, and a pull request would leave it to the next build: give S3, or remove it",
  ],
  [
    {
      source: github,
      dockerServer: { computeType: "BUILD_GENERAL1_SMALL" },
      webhook: { filterGroups: [{ events: ["PULL_REQUEST_CREATED"], baseBranches: ["main"] }] },
    },
    "dockerServer",
    "is given, and a pull request would leave layers to the next build: remove it",
  ],
  [
    { source: { type: "NO_SOURCE" }, badge: true },
    "badge",
    "is true, and only Git sources outside AWS Lambda have badges: remove it",
  ],
  [
    {
      source: github,
      schedules: [
        { name: "nightly", expression: "rate(1 day)" },
        { name: "nightly", expression: "rate(2 days)" },
      ],
    },
    "schedules[1].name",
    'is "nightly" twice: rename one',
  ],
  [
    { artifacts: place },
    "artifacts",
    "is given without source, and a pipeline decides it for its builds: give source, or remove it",
  ],
  [
    {
      source: github,
      secondaryArtifacts: Object.fromEntries(Array.from({ length: 13 }, (_, at) => [`a${at}`, place])),
    },
    "secondaryArtifacts",
    "has more than 12 artifacts: CodeBuild allows 12",
  ],
];

describe("the settings of a source", () => {
  for (const [settings, path, reason] of refused) {
    it(`refuse ${JSON.stringify(settings).slice(0, 90)}`, () => {
      assert.deepEqual(readBuildProject(settings).problems, [{ path, reason }]);
    });
  }

  it("refuse a path as buildspec where nothing holds the file, or a pull request does", () => {
    const pulls = { filterGroups: [{ events: ["PULL_REQUEST_UPDATED" as const], baseBranches: ["main"] }] };
    assert.deepEqual(readBuildProject({ source: { type: "NO_SOURCE" } }, false).problems, [
      { path: "buildspec", reason: "is a path, and NO_SOURCE has no files: give the buildspec itself" },
    ]);
    assert.deepEqual(readBuildProject({ source: github, webhook: pulls }, false).problems, [
      { path: "buildspec", reason: "is a path, and a pull request could change the file: give the buildspec itself" },
    ]);
    const merged = { filterGroups: [{ events: ["PULL_REQUEST_MERGED" as const], baseBranches: ["main"] }] };
    assert.deepEqual(readBuildProject({ source: github, webhook: merged }, false).problems, []);
  });
});

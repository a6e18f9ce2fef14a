import type { Buildspec } from "./buildspec";

/** Place of the comments: the API of the provider and the repository. */
export interface CommentPlace {
  /** Address of the API, such as `https://api.github.com`. */
  readonly apiUrl: string;
  /** Owner and name, such as `acme/shop`. */
  readonly repository: string;
}

/**
 * Returns where the comments of a repository on GitHub or GitHub Enterprise Server go.
 *
 * @param location - the https address of the repository
 */
export function commentPlace(location: string): CommentPlace {
  const { host, pathname } = new URL(location);
  return {
    apiUrl: host === "github.com" ? "https://api.github.com" : `https://${host}/api/v3`,
    repository: pathname.replace(/^\/|\/$|\.git\/?$/g, ""),
  };
}

/** Variables of the program, beside `COMMENT_TOKEN` and the `BUILD_ARN` of each start. */
export function commentVariables({ apiUrl, repository }: CommentPlace, projectArn: string) {
  return {
    API_URL: { value: apiUrl },
    REPOSITORY: { value: repository },
    BUILDS: { value: `${projectArn.replace(":project/", ":build/")}:` },
  };
}

/**
 * Writes the result of one build into one comment of its pull request. The comment holds the status and numbers of
 * reports, and no text of the pull request: names of tests are a stranger's.
 */
const program = `
const { execFileSync } = require("node:child_process");
const { API_URL, BUILDS, BUILD_ARN = "", COMMENT_TOKEN, REPOSITORY } = process.env;
const fail = (message) => { console.error(message); process.exit(1); };
if (!BUILD_ARN.startsWith(BUILDS) || !/^[0-9a-f-]+$/.test(BUILD_ARN.slice(BUILDS.length))) {
  fail("BUILD_ARN is no build of the checks: " + JSON.stringify(BUILD_ARN));
}
const ask = (...args) => JSON.parse(execFileSync("aws", ["codebuild", ...args, "--output", "json"], { encoding: "utf8" }));
const [build] = ask("batch-get-builds", "--ids", BUILD_ARN.split(":build/")[1]).builds;
if (build === undefined) fail("CodeBuild does not know the build " + BUILD_ARN);
const [, number] = /^pr\\/(\\d+)$/.exec(build.sourceVersion ?? "") ?? [];
if (number === undefined) {
  console.log("No pull request started " + BUILD_ARN + ": nothing to say.");
  process.exit(0);
}
const arns = build.reportArns ?? [];
const reports = arns.length === 0 ? [] : ask("batch-get-reports", "--report-arns", ...arns).reports;
const count = (value) => String(Number(value ?? 0));
const rows = reports.map(({ name, reportGroupArn, testSummary, codeCoverageSummary }) => {
  const group = String(reportGroupArn ?? name ?? "").split("/").pop().replace(/[^A-Za-z0-9_-]/g, "");
  return testSummary
    ? "| " + group + " | " + count(testSummary.total) + " tests | " + count(testSummary.statusCounts?.FAILED) + " failed |"
    : "| " + group + " | coverage | " + count(codeCoverageSummary?.lineCoveragePercentage) + " % of lines |";
});
const marker = "<!-- aws-pipelines: " + BUILDS.split(":build/")[1].slice(0, -1) + " -->";
const commit = /^[0-9a-f]{7,40}$/.test(build.resolvedSourceVersion ?? "") ? build.resolvedSourceVersion.slice(0, 12) : "";
const status = String(build.buildStatus).replace(/[^A-Z_]/g, "");
const body = [
  marker,
  "**Build " + status + "**" + (commit && " of " + commit),
  ...(rows.length > 0 ? ["", "| report | size | result |", "| --- | --- | --- |", ...rows] : []),
].join("\\n");
const call = async (method, path, content) => {
  const response = await fetch(API_URL + "/repos/" + REPOSITORY + path, {
    method,
    headers: {
      accept: "application/vnd.github+json",
      authorization: "Bearer " + COMMENT_TOKEN,
      "content-type": "application/json",
      "user-agent": "aws-pipelines",
    },
    ...(content && { body: JSON.stringify(content) }),
  });
  if (!response.ok) throw new Error(method + " " + path + " answers " + response.status);
  return response.json();
};
const find = async (page) => {
  const comments = await call("GET", "/issues/" + number + "/comments?per_page=100&page=" + page);
  const own = comments.find((comment) => String(comment.body).startsWith(marker));
  return own || comments.length < 100 ? own : find(page + 1);
};
find(1)
  .then((own) => own
    ? call("PATCH", "/issues/comments/" + own.id, { body })
    : call("POST", "/issues/" + number + "/comments", { body }))
  .then(() => console.log("Pull request " + number + " has the comment."))
  .catch((error) => fail(String(error.message)));
`.trim();

/** The program of the comment, for a shell without any file of the pull request. */
export const commentBuildspec = {
  phases: { build: { commands: [`node -e '${program}'`] } },
} satisfies Buildspec;

/** The permissions of {@link commentBuildspec}: read builds of the checks, and their reports. */
export const commentActions = {
  builds: ["codebuild:BatchGetBuilds"],
  reports: ["codebuild:BatchGetReports"],
} as const;

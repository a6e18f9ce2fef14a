import { codebuildWebhookAnchoredPatterns } from "../../../../policy/rules/codebuild/webhook-anchored-patterns";
import { codebuildWebhookFiltered } from "../../../../policy/rules/codebuild/webhook-filtered";
import { codebuildWebhookPrGuarded } from "../../../../policy/rules/codebuild/webhook-pr-guarded";
import { webhook } from "../../../fixtures/policy/resources";
import { itJudges } from "../../support/cases";
import { mandatory, unknownList, unknownObject, unknownText, unknownVerdict } from "../../support/judging";

const event = (pattern: string) => ({ type: "EVENT", pattern });
const main = { type: "HEAD_REF", pattern: "^refs/heads/main$" };
const people = { type: "ACTOR_ACCOUNT_ID", pattern: "^(123|456)$" };

function groups(...filters: readonly object[]) {
  return { filterGroups: [{ filters }] };
}

describe("codebuild-webhook-filtered", () => {
  const rule = codebuildWebhookFiltered;
  const types = "HEAD_REF, BASE_REF, ACTOR_ACCOUNT_ID, TAG_NAME, FILE_PATH";
  const refused = [
    mandatory(`filterGroups[0].filters should have an EVENT filter and one of ${types} that narrows it`),
  ];
  const unfiltered = [
    mandatory("filterGroups should say which events of which branches start a build: now every one does"),
  ];

  itJudges(rule, "accepts events of one branch", webhook, {}, []);
  for (const type of types.split(", ")) {
    itJudges(rule, `accepts events narrowed by ${type}`, webhook, groups(event("PUSH"), { type, pattern: "^x$" }), []);
  }
  itJudges(rule, "refuses a webhook that does not say", webhook, { filterGroups: undefined }, unfiltered);
  itJudges(rule, "refuses an empty list", webhook, { filterGroups: [] }, unfiltered);
  itJudges(
    rule,
    "takes branchFilter for no filter",
    webhook,
    { filterGroups: undefined, branchFilter: "^main$" },
    unfiltered,
  );
  itJudges(rule, "refuses events alone", webhook, groups(event("PUSH")), refused);
  itJudges(rule, "refuses a branch without events", webhook, groups(main), refused);
  itJudges(rule, "refuses a group without filters", webhook, { filterGroups: [{}] }, refused);
  itJudges(
    rule,
    "refuses a filter that only excludes",
    webhook,
    groups(event("PUSH"), { ...main, excludeMatchedPattern: true }),
    refused,
  );
  for (const pattern of ["", ".*", "^.*$", "^.+$", "(.*)", "^(.*)$"]) {
    itJudges(
      rule,
      `refuses the pattern "${pattern}", which is any branch`,
      webhook,
      groups(event("PUSH"), { ...main, pattern }),
      refused,
    );
  }
  itJudges(
    rule,
    "judges every group",
    webhook,
    { filterGroups: [{ filters: [event("PUSH")] }, { filters: [event("PUSH"), main] }] },
    refused,
  );
  itJudges(
    rule,
    "takes the workflow of a job for a filter",
    webhook,
    groups(event("WORKFLOW_JOB_QUEUED"), { type: "WORKFLOW_NAME", pattern: "^build$" }),
    [],
  );
  itJudges(
    rule,
    "takes it for none of anything else",
    webhook,
    groups(event("PUSH"), { type: "WORKFLOW_NAME", pattern: "^build$" }),
    refused,
  );
  itJudges(
    rule,
    "accepts a pattern that is not known yet",
    webhook,
    groups(event("PUSH"), {
      ...main,
      pattern: unknownText,
    }),
    [],
  );
  itJudges(rule, "cannot judge groups that are not known", webhook, { filterGroups: unknownList }, [
    unknownVerdict("filterGroups"),
  ]);
  itJudges(
    rule,
    "cannot judge a filter of unknown type",
    webhook,
    groups(event("PUSH"), {
      ...main,
      type: unknownText,
    }),
    [unknownVerdict("filterGroups[0].filters[1].type")],
  );
});

describe("codebuild-webhook-pr-guarded", () => {
  const rule = codebuildWebhookPrGuarded;
  const refused = [
    mandatory(
      "filterGroups[0].filters should have an ACTOR_ACCOUNT_ID filter, or pullRequestBuildPolicy require a comment",
    ),
  ];
  const readers = [
    mandatory("pullRequestBuildPolicy.approverRoles should name no role that everybody has who may read"),
  ];
  const proposed = groups(event("PULL_REQUEST_CREATED, PULL_REQUEST_UPDATED"), main);

  itJudges(rule, "accepts a webhook that builds pushes", webhook, {}, []);
  itJudges(rule, "accepts pull requests that somebody has merged", webhook, groups(event("PULL_REQUEST_MERGED")), []);
  itJudges(rule, "accepts pull requests of named people", webhook, groups(event("PULL_REQUEST_CREATED"), people), []);
  itJudges(rule, "refuses pull requests of anybody", webhook, proposed, refused);
  itJudges(
    rule,
    "refuses them in a list of events",
    webhook,
    groups(event("PUSH,PULL_REQUEST_REOPENED"), main),
    refused,
  );
  itJudges(
    rule,
    "refuses all but some people",
    webhook,
    groups(event("PULL_REQUEST_CREATED"), { ...people, excludeMatchedPattern: true }),
    refused,
  );
  for (const requiresCommentApproval of ["ALL_PULL_REQUESTS", "FORK_PULL_REQUESTS", unknownText]) {
    const pullRequestBuildPolicy = { requiresCommentApproval };
    itJudges(rule, `accepts ${requiresCommentApproval}`, webhook, { ...proposed, pullRequestBuildPolicy }, []);
  }
  itJudges(
    rule,
    "accepts a policy that is not known yet",
    webhook,
    { ...proposed, pullRequestBuildPolicy: unknownObject },
    [],
  );
  for (const requiresCommentApproval of ["DISABLED", undefined]) {
    const pullRequestBuildPolicy = { requiresCommentApproval };
    itJudges(rule, `refuses ${requiresCommentApproval}`, webhook, { ...proposed, pullRequestBuildPolicy }, refused);
  }
  for (const role of ["GITHUB_READ", "BITBUCKET_READ", "GITLAB_GUEST"]) {
    const pullRequestBuildPolicy = { requiresCommentApproval: "ALL_PULL_REQUESTS", approverRoles: [role] };
    itJudges(rule, `refuses approval by ${role}`, webhook, { ...proposed, pullRequestBuildPolicy }, readers);
  }
  itJudges(
    rule,
    "accepts approval by those who may write",
    webhook,
    {
      ...proposed,
      pullRequestBuildPolicy: { requiresCommentApproval: "ALL_PULL_REQUESTS", approverRoles: ["GITHUB_WRITE"] },
    },
    [],
  );
  itJudges(
    rule,
    "has nothing to say without filters, which are for another rule",
    webhook,
    {
      filterGroups: undefined,
    },
    [],
  );
  itJudges(
    rule,
    "need not know the other patterns",
    webhook,
    groups(event("PUSH"), { ...main, pattern: unknownText }),
    [],
  );
  itJudges(rule, "cannot judge events that are not known", webhook, groups(event(unknownText), main), [
    unknownVerdict("filterGroups[0].filters"),
  ]);
});

describe("codebuild-webhook-anchored-patterns", () => {
  const rule = codebuildWebhookAnchoredPatterns;
  const refused = [
    mandatory("filterGroups[0].filters[0].pattern should start with ^ and end with $ in each of its alternatives"),
  ];

  itJudges(rule, "accepts whole values", webhook, {}, []);
  itJudges(rule, "accepts a group of alternatives", webhook, groups(people), []);
  for (const type of ["ACTOR_ACCOUNT_ID", "HEAD_REF", "BASE_REF", "REPOSITORY_NAME", "ORGANIZATION_NAME"]) {
    itJudges(rule, `refuses a loose ${type}`, webhook, groups({ type, pattern: "123" }), refused);
  }
  for (const pattern of ["^123$|456", "", undefined]) {
    itJudges(rule, `refuses ${pattern}`, webhook, groups({ ...people, pattern }), refused);
  }
  itJudges(
    rule,
    "asks nothing of other filters",
    webhook,
    groups(event("PUSH"), {
      type: "FILE_PATH",
      pattern: "src",
    }),
    [],
  );
  itJudges(
    rule,
    "asks nothing of what excludes",
    webhook,
    groups({
      ...people,
      pattern: "123",
      excludeMatchedPattern: true,
    }),
    [],
  );
  itJudges(rule, "cannot judge a pattern that is not known", webhook, groups({ ...people, pattern: unknownText }), [
    unknownVerdict("filterGroups[0].filters[0].pattern"),
  ]);
  itJudges(
    rule,
    "cannot judge a loose pattern of unknown type",
    webhook,
    groups({
      type: unknownText,
      pattern: "123",
    }),
    [unknownVerdict("filterGroups[0].filters[0].type")],
  );
  itJudges(rule, "cannot judge groups that are not known", webhook, { filterGroups: unknownList }, [
    unknownVerdict("filterGroups"),
  ]);
});

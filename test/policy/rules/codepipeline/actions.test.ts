import { codepipelineCfnRoleScoped } from "../../../../policy/rules/codepipeline/cfn-role-scoped";
import { codepipelineNoInlineCommands } from "../../../../policy/rules/codepipeline/no-inline-commands";
import { codepipelineNoOauthSource } from "../../../../policy/rules/codepipeline/no-oauth-source";
import { codepipelineNoPolling } from "../../../../policy/rules/codepipeline/no-polling";
import { codepipelineNoThirdPartyActions } from "../../../../policy/rules/codepipeline/no-third-party-actions";
import { pipeline } from "../../../fixtures/policy/resources";
import { itJudges } from "../../support/cases";
import { advisory, mandatory, unknownList, unknownObject, unknownText, unknownVerdict } from "../../support/judging";
import { build, pipelineOf, source } from "../../support/pipelines";

const first = "stages[0].actions[0]";
const oldGitHub = { ...source, owner: "ThirdParty", provider: "GitHub", configuration: { Owner: "acme" } };

describe("codepipeline-no-oauth-source", () => {
  const rule = codepipelineNoOauthSource;
  const oldAction = [
    mandatory(`${first}.provider should be CodeStarSourceConnection, of owner AWS: GitHub needs a token`),
  ];

  itJudges(rule, "accepts a connection", pipeline, {}, []);
  itJudges(rule, "refuses GitHub's old source", pipelineOf({ Source: [oldGitHub] }), {}, oldAction);
  itJudges(
    rule,
    "refuses it with its token, once",
    pipelineOf({ Source: [{ ...oldGitHub, configuration: { OAuthToken: "token" } }] }),
    {},
    oldAction,
  );
  for (const OAuthToken of ["token", unknownText]) {
    itJudges(
      rule,
      `refuses the token ${OAuthToken} of another source`,
      pipelineOf({ Source: [{ ...source, configuration: { OAuthToken } }] }),
      {},
      [mandatory(`${first}.configuration.OAuthToken should give way to a ConnectionArn: revoke the token`)],
    );
  }
  itJudges(
    rule,
    "accepts a configuration that is not known yet",
    pipeline,
    { [`${first}.configuration`]: unknownObject },
    [],
  );
  itJudges(rule, "accepts an action without configuration", pipeline, { [`${first}.configuration`]: undefined }, []);
  itJudges(rule, "cannot judge actions that are not known", pipeline, { "stages[1].actions": unknownList }, [
    unknownVerdict("stages[1].actions"),
  ]);
});

describe("codepipeline-cfn-role-scoped", () => {
  const rule = codepipelineCfnRoleScoped;
  const path = "stages[1].actions[1]";
  const role = `${path}.configuration.RoleArn`;
  const refused = [mandatory(`${role} should be a role for this stack, not the pipeline's`)];

  itJudges(rule, "accepts a role of its own", pipeline, {}, []);
  itJudges(rule, "accepts a role that is not known yet", pipeline, { [role]: unknownText, roleArn: unknownText }, []);
  itJudges(rule, "refuses the pipeline's role", pipeline, { [role]: pipeline.props.roleArn }, refused);
  for (const mode of ["CREATE_UPDATE", "REPLACE_ON_FAILURE", "CHANGE_SET_REPLACE", "DELETE_ONLY"]) {
    itJudges(
      rule,
      `refuses ${mode} without a role`,
      pipeline,
      {
        [role]: undefined,
        [`${path}.configuration.ActionMode`]: mode,
      },
      refused,
    );
  }
  itJudges(
    rule,
    "asks none of what carries out a change set",
    pipeline,
    {
      [role]: undefined,
      [`${path}.configuration.ActionMode`]: "CHANGE_SET_EXECUTE",
    },
    [],
  );
  itJudges(
    rule,
    "cannot judge a mode that is not known",
    pipeline,
    {
      [role]: undefined,
      [`${path}.configuration.ActionMode`]: unknownText,
    },
    [unknownVerdict(`${path}.configuration.ActionMode`)],
  );
  itJudges(
    rule,
    "cannot judge an unknown provider",
    pipelineOf({
      Deploy: [{ ...build("Image"), provider: unknownText }],
    }),
    {},
    [unknownVerdict(`${first}.provider`)],
  );
  itJudges(rule, "cannot judge actions that are not known", pipeline, { "stages[1].actions": unknownList }, [
    unknownVerdict("stages[1].actions"),
  ]);
});

describe("codepipeline-no-polling", () => {
  const rule = codepipelineNoPolling;
  const path = `${first}.configuration.PollForSourceChanges`;
  const from = (provider: string, PollForSourceChanges?: unknown) =>
    pipelineOf({ Source: [{ ...source, provider, configuration: { PollForSourceChanges } }] });
  const refused = [advisory(`${path} should be "false", with an event rule in its place`)];

  itJudges(rule, "asks nothing of a connection", pipeline, {}, []);
  for (const provider of ["S3", "CodeCommit"]) {
    itJudges(rule, `accepts ${provider} without polling`, from(provider, "false"), {}, []);
    itJudges(rule, `refuses ${provider} that polls`, from(provider, "true"), {}, refused);
    itJudges(rule, `refuses ${provider} that does not say`, from(provider), {}, refused);
  }
  itJudges(
    rule,
    "asks nothing of a deployment to S3",
    pipelineOf({
      Deploy: [{ ...source, category: "Deploy", provider: "S3" }],
    }),
    {},
    [],
  );
  itJudges(rule, "cannot judge what is not known", from("S3", unknownText), {}, [unknownVerdict(path)]);
  itJudges(rule, "cannot judge an unknown provider", from(unknownText), {}, [unknownVerdict(`${first}.provider`)]);
  itJudges(rule, "cannot judge actions that are not known", pipeline, { "stages[1].actions": unknownList }, [
    unknownVerdict("stages[1].actions"),
  ]);
});

describe("codepipeline-no-third-party-actions", () => {
  const rule = codepipelineNoThirdPartyActions;
  const jenkins = (owner: string) => pipelineOf({ Build: [{ ...build("Image"), owner, provider: "Jenkins" }] });
  const refused = [advisory(`${first}.owner should be AWS, unless allowedProviders names the provider`)];

  itJudges(rule, "accepts AWS's actions", pipeline, {}, []);
  for (const owner of ["Custom", "ThirdParty"]) {
    itJudges(rule, `refuses the owner ${owner}`, jenkins(owner), {}, refused);
    itJudges(rule, `accepts ${owner} when its provider is allowed`, jenkins(owner), {}, [], {
      allowedProviders: ["Jenkins"],
    });
  }
  itJudges(rule, "leaves GitHub's old source to its own rule", pipelineOf({ Source: [oldGitHub] }), {}, []);
  itJudges(rule, "cannot judge an unknown owner", jenkins(unknownText), {}, [unknownVerdict(`${first}.owner`)]);
  itJudges(rule, "cannot judge actions that are not known", pipeline, { "stages[1].actions": unknownList }, [
    unknownVerdict("stages[1].actions"),
  ]);
});

describe("codepipeline-no-inline-commands", () => {
  const rule = codepipelineNoInlineCommands;
  const commands = (roleArn?: unknown) =>
    pipelineOf({ Run: [{ ...build("Run"), category: "Compute", provider: "Commands", commands: ["make"], roleArn }] });
  const refused = [advisory(`${first}.roleArn should be a role for these commands, not the pipeline's`)];

  itJudges(rule, "asks nothing of other actions", pipeline, {}, []);
  itJudges(rule, "accepts a role of their own", commands("arn:aws:iam::123456789012:role/commands"), {}, []);
  itJudges(rule, "accepts a role that is not known yet", commands(unknownText), {}, []);
  itJudges(rule, "refuses commands without a role", commands(), {}, refused);
  itJudges(rule, "refuses the pipeline's role", commands(pipeline.props.roleArn), {}, refused);
  itJudges(rule, "cannot judge an unknown provider", pipeline, { [`${first}.provider`]: unknownText }, [
    unknownVerdict(`${first}.provider`),
  ]);
  itJudges(rule, "cannot judge actions that are not known", pipeline, { "stages[1].actions": unknownList }, [
    unknownVerdict("stages[1].actions"),
  ]);
});

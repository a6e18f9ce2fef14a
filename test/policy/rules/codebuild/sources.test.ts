import { codebuildAllowedSourceOwner } from "../../../../policy/rules/codebuild/allowed-source-owner";
import { codebuildNoInsecureSsl } from "../../../../policy/rules/codebuild/no-insecure-ssl";
import { codebuildNoStoredTokens } from "../../../../policy/rules/codebuild/no-stored-tokens";
import { codebuildSourceAuthConnection } from "../../../../policy/rules/codebuild/source-auth-connection";
import { codebuildSourceUrlNoCredentials } from "../../../../policy/rules/codebuild/source-url-no-credentials";
import { project } from "../../../fixtures/policy/resources";
import { itJudges } from "../../support/cases";
import {
  advisory,
  mandatory,
  unknownFlag,
  unknownList,
  unknownObject,
  unknownText,
  unknownVerdict,
} from "../../support/judging";

const second = { type: "GITHUB", location: "https://github.com/acme/tools", sourceIdentifier: "tools" };

describe("codebuild-source-url-no-credentials", () => {
  const rule = codebuildSourceUrlNoCredentials;
  const refused = (path: string) =>
    mandatory(`${path}.location should hold no user, password or token: remove it and use source.auth`);

  itJudges(rule, "accepts a URL without credentials", project, {}, []);
  itJudges(rule, "accepts a source without a URL", project, { "source.location": undefined }, []);
  itJudges(rule, "accepts a project without a source", project, { source: undefined }, []);
  itJudges(rule, "accepts an @ behind the host", project, { "source.location": "https://github.com/acme/shop@2" }, []);
  for (const location of ["https://ghp_1@github.com/a/b", "https://me:pw@github.com/a/b", "HTTP://x@git.example/a"]) {
    itJudges(rule, `refuses ${location}`, project, { "source.location": location }, [refused("source")]);
  }
  itJudges(
    rule,
    "refuses credentials in a secondary source",
    project,
    { secondarySources: [second, { ...second, location: "https://x:y@github.com/acme/tools" }] },
    [refused("secondarySources[1]")],
  );
  itJudges(rule, "cannot judge a URL that is not known", project, { "source.location": unknownText }, [
    unknownVerdict("source.location"),
  ]);
  itJudges(rule, "cannot judge sources that are not known", project, { secondarySources: unknownList }, [
    unknownVerdict("secondarySources.location"),
  ]);
});

describe("codebuild-source-auth-connection", () => {
  const rule = codebuildSourceAuthConnection;
  const refused = (path: string) => [
    advisory(`${path}.auth should have type CODECONNECTIONS or SECRETS_MANAGER and an ARN as resource`),
  ];

  itJudges(rule, "accepts a connection", project, {}, []);
  itJudges(rule, "accepts a secret", project, { "source.auth.type": "SECRETS_MANAGER" }, []);
  itJudges(rule, "accepts a connection that is not known yet", project, { "source.auth.resource": unknownText }, []);
  itJudges(rule, "accepts a block that is not known yet", project, { "source.auth": unknownObject }, []);
  for (const type of ["CODEPIPELINE", "NO_SOURCE", "S3", "CODECOMMIT"]) {
    itJudges(rule, `asks nothing of ${type}`, project, { source: { type } }, []);
  }
  for (const type of ["GITHUB", "GITHUB_ENTERPRISE", "GITLAB", "GITLAB_SELF_MANAGED", "BITBUCKET"]) {
    itJudges(rule, `refuses ${type} without one`, project, { source: { type } }, refused("source"));
  }
  itJudges(rule, "refuses OAuth", project, { "source.auth.type": "OAUTH" }, refused("source"));
  itJudges(
    rule,
    "refuses a connection without its ARN",
    project,
    { "source.auth.resource": undefined },
    refused("source"),
  );
  itJudges(
    rule,
    "refuses a secondary source without one",
    project,
    { secondarySources: [second] },
    refused("secondarySources[0]"),
  );
  itJudges(rule, "cannot judge a source of unknown type", project, { source: { type: unknownText } }, [
    unknownVerdict("source.type"),
  ]);
});

describe("codebuild-allowed-source-owner", () => {
  const rule = codebuildAllowedSourceOwner;
  const refused = (path: string) => [
    advisory(`${path}.location should be a repository of an owner in config allowedOwners`),
  ];
  const acme = { allowedOwners: ["acme"] };

  itJudges(rule, "allows every owner when none is named", project, {}, []);
  itJudges(rule, "accepts an owner that is named", project, {}, [], acme);
  for (const location of [
    "https://github.com/ACME/shop",
    "git@github.com:acme/shop.git",
    "ssh://git@github.com/acme/shop",
  ]) {
    itJudges(rule, `finds the owner in ${location}`, project, { "source.location": location }, [], acme);
  }
  itJudges(rule, "accepts a host that is named", project, {}, [], { allowedOwners: ["github.com"] });
  itJudges(rule, "accepts an owner on a host", project, {}, [], { allowedOwners: ["GitHub.com/Acme"] });
  itJudges(rule, "refuses the owner on another host", project, {}, refused("source"), {
    allowedOwners: ["gitlab.com/acme"],
  });
  for (const location of [
    "https://github.com/evil/acme",
    "https://acme.evil.example/x/shop",
    "https://github.com@evil.example/evil",
    "shop",
  ]) {
    itJudges(rule, `refuses ${location}`, project, { "source.location": location }, refused("source"), acme);
  }
  itJudges(
    rule,
    "judges secondary sources",
    project,
    { secondarySources: [{ ...second, location: "https://github.com/evil/tools" }] },
    refused("secondarySources[0]"),
    acme,
  );
  itJudges(rule, "leaves AWS's own sources alone", project, { source: { type: "S3", location: "x/y" } }, [], acme);
  itJudges(rule, "accepts a source without a location", project, { "source.location": undefined }, [], acme);
  itJudges(
    rule,
    "leaves the place of an organization's webhook alone",
    project,
    { "source.location": "CODEBUILD_DEFAULT_WEBHOOK_SOURCE_LOCATION" },
    [],
    acme,
  );
  itJudges(
    rule,
    "cannot judge a location that is not known",
    project,
    { "source.location": unknownText },
    [unknownVerdict("source.location")],
    acme,
  );
  itJudges(
    rule,
    "cannot judge a source of unknown type",
    project,
    { "source.type": unknownText },
    [unknownVerdict("source.type")],
    acme,
  );
});

describe("codebuild-no-insecure-ssl", () => {
  const rule = codebuildNoInsecureSsl;
  const refused = (path: string) => [mandatory(`${path}.insecureSsl should be absent or false: remove it`)];

  itJudges(rule, "accepts a source that does not say", project, {}, []);
  itJudges(rule, "accepts verified TLS", project, { "source.insecureSsl": false }, []);
  itJudges(rule, "refuses TLS that is not verified", project, { "source.insecureSsl": true }, refused("source"));
  itJudges(
    rule,
    "judges secondary sources",
    project,
    { secondarySources: [{ ...second, insecureSsl: true }] },
    refused("secondarySources[0]"),
  );
  itJudges(rule, "cannot judge a flag that is not known", project, { "source.insecureSsl": unknownFlag }, [
    unknownVerdict("source.insecureSsl"),
  ]);
});

describe("codebuild-no-stored-tokens", () => {
  const credential = {
    type: "aws:codebuild/sourceCredential:SourceCredential",
    props: { authType: "CODECONNECTIONS", serverType: "GITHUB", token: "arn:aws:codeconnections:x" },
  };
  const rule = codebuildNoStoredTokens;
  const refused = [advisory("authType should be CODECONNECTIONS or SECRETS_MANAGER, and token the ARN of one")];

  itJudges(rule, "accepts a connection", credential, {}, []);
  itJudges(rule, "accepts a secret", credential, { authType: "SECRETS_MANAGER" }, []);
  for (const authType of ["PERSONAL_ACCESS_TOKEN", "BASIC_AUTH", "OAUTH", undefined]) {
    itJudges(rule, `refuses ${authType}`, credential, { authType }, refused);
  }
  itJudges(rule, "cannot judge a type that is not known", credential, { authType: unknownText }, [
    unknownVerdict("authType"),
  ]);
});
